// Focus that comes with an element and goes back with it.

/**
 * Moves focus to the first field inside (or to the element itself) when it appears, and back to where it was when it goes, if
 * focus was still inside.
 */
export function takeFocus(element: HTMLElement): { destroy: () => void } {
  const before = document.activeElement;
  const enter = (): boolean => {
    if (element.contains(document.activeElement)) return true;
    const first = element.querySelector<HTMLElement>('[autofocus], input:not([disabled]), textarea:not([disabled])');
    first?.focus();
    return first !== null;
  };
  // At once, so that the letters typed right after the key that opened it are not lost. Without a field yet, after the content has
  // been placed: what is inside may be mounted a moment later.
  const asked = enter() ? undefined : requestAnimationFrame(() => enter() || element.focus());
  return {
    destroy: () => {
      if (asked !== undefined) cancelAnimationFrame(asked);
      const inside = document.activeElement === document.body || element.contains(document.activeElement);
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}
