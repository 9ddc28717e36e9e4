// Lists that float under the field they belong to, in the browser's top layer: nothing can cut or cover them.

/** Shows the element under `anchor` (over it, where there is more room), as wide as it at least. */
export function floatBelow(element: HTMLElement, anchor: HTMLElement): { destroy: () => void } {
  element.popover = 'manual';
  element.showPopover();

  const GAP = 4;
  const place = () => {
    const box = anchor.getBoundingClientRect();
    const below = innerHeight - box.bottom - 2 * GAP;
    const above = box.top - 2 * GAP;
    const wanted = Math.min(element.scrollHeight, 320);
    const goesAbove = below < wanted && above > below;
    element.style.inset = 'auto';
    element.style.minInlineSize = `${box.width}px`;
    element.style.maxBlockSize = `${Math.min(320, goesAbove ? above : below)}px`;
    if (getComputedStyle(element).direction === 'rtl') element.style.right = `${innerWidth - box.right}px`;
    else element.style.left = `${box.left}px`;
    if (goesAbove) element.style.bottom = `${innerHeight - box.top + GAP}px`;
    else element.style.top = `${box.bottom + GAP}px`;
  };
  place();

  const resized = new ResizeObserver(place);
  resized.observe(element);
  addEventListener('scroll', place, { capture: true, passive: true });
  addEventListener('resize', place);
  return {
    destroy: () => {
      resized.disconnect();
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    },
  };
}
