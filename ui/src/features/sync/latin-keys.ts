// Fields that only ever hold Latin letters: under an Arabic layout a key, or a scanner that types as a keyboard does, gives the letter it has in Latin.

const OTHERS: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ['-', '_'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
};

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>;

/** The Latin letter on a key that typed another one; `undefined` where there is nothing to mend. */
export function latinOf({ key, code, shiftKey, ctrlKey, altKey, metaKey, isComposing }: Key): string | undefined {
  // Keys with names of their own (`Enter`) are ASCII; a letter of another script is not. Some keys type two letters.
  const isForeign = key.length <= 2 && /[^\u0000-\u007f]/.test(key);
  if (!isForeign || ctrlKey || altKey || metaKey || isComposing) return undefined;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shiftKey ? undefined : digit;
  return OTHERS[code]?.[shiftKey ? 1 : 0];
}

/** The one key of an Arabic keyboard that types two letters: some systems do not say with the key what it will type. */
const TWO_LETTERS: Readonly<Record<string, string>> = { لا: 'b', ﻻ: 'b' };

/** To be asked at every key and every `beforeinput` of an input; answers whether it typed in the key's place. */
export function typeLatin(event: KeyboardEvent | InputEvent): boolean {
  const letter = 'key' in event ? latinOf(event) : event.inputType === 'insertText' ? TWO_LETTERS[event.data ?? ''] : undefined;
  if (letter === undefined || !(event.target instanceof HTMLInputElement)) return false;
  event.preventDefault();
  const { target } = event;
  const [from, to] = [target.selectionStart ?? target.value.length, target.selectionEnd ?? target.value.length];
  target.setRangeText(letter, from, to, 'end');
  target.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter, inputType: 'insertText' }));
  return true;
}
