// Keys by their place on the keyboard (`event.code`), not by the letter they type: under an Arabic layout `B` is still `B`.

export type Shortcut = {
  /** `KeyB`, `F2`, `Slash`: a value of `KeyboardEvent.code`. */
  code: string;
  ctrl?: boolean;
  shift?: boolean;
  alt?: boolean;
};

/** Whether a press means this shortcut. A key alone never does while a field has focus, or it could not be typed. */
export function matches(shortcut: Shortcut, event: KeyboardEvent): boolean {
  if (event.code !== shortcut.code || event.isComposing) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl !== (shortcut.ctrl ?? false) || event.altKey !== (shortcut.alt ?? false)) return false;
  if (event.shiftKey !== (shortcut.shift ?? false)) return false;
  return ctrl || event.altKey || /^F\d/.test(shortcut.code) || !isTyping(event.target);
}

/** Whether keys go into a text at this element. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.role === 'combobox' || target.role === 'listbox';
}

const CAPS: Record<string, string> = {
  Slash: '/',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Comma: ',',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
};

/** What stands on the key cap. Keys are Latin in both languages: that is what is printed on them. */
export function cap(shortcut: Shortcut): string {
  const key =
    shortcut.code === 'Slash' && shortcut.shift
      ? '?'
      : (CAPS[shortcut.code] ?? shortcut.code.replace(/^(Key|Digit)/, ''));
  const held = [
    shortcut.ctrl ? 'Ctrl' : '',
    shortcut.alt ? 'Alt' : '',
    shortcut.shift && key !== '?' ? 'Shift' : '',
  ];
  return [...held.filter((word) => word !== ''), key].join(' ');
}

/** The same for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: Shortcut): string {
  return cap(shortcut).replace('Ctrl', 'Control').replaceAll(' ', '+');
}
