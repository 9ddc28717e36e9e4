// Focus that comes with an element and goes back with it.

/**
 * Moves focus to the first field inside (or to the element itself) when it appears, and back to where it was when it goes, if
 * focus was still inside.
 */
export function takeFocus(element: HTMLElement): { destroy: () => void } {
  const before = document.activeElement;
  // After the content has been placed: what is inside may be mounted a moment later.
  const asked = requestAnimationFrame(() => {
    if (element.contains(document.activeElement)) return;
    const first = element.querySelector<HTMLElement>('[autofocus], input:not([disabled]), textarea:not([disabled])');
    (first ?? element).focus();
  });
  return {
    destroy: () => {
      cancelAnimationFrame(asked);
      const inside = document.activeElement === document.body || element.contains(document.activeElement);
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}
