// An expert's hands: keys and clicks as a keyboard and a mouse make them, counted in the page as they arrive there.

import type { CDPSession, Locator, Page } from 'playwright-core';

/** Where the letters lie on an Arabic keyboard (Arabic 101). Those that need Shift are left out. */
const ARABIC_LAYOUT: Readonly<Record<string, string>> = {
  ض: 'KeyQ', ص: 'KeyW', ث: 'KeyE', ق: 'KeyR', ف: 'KeyT', غ: 'KeyY', ع: 'KeyU', ه: 'KeyI', خ: 'KeyO', ح: 'KeyP',
  ش: 'KeyA', س: 'KeyS', ي: 'KeyD', ب: 'KeyF', ل: 'KeyG', ا: 'KeyH', ت: 'KeyJ', ن: 'KeyK', م: 'KeyL', ك: 'Semicolon', ط: 'Quote',
  ئ: 'KeyZ', ء: 'KeyX', ؤ: 'KeyC', ر: 'KeyV', ى: 'KeyN', ة: 'KeyM', و: 'Comma', ز: 'Period', ظ: 'Slash', ج: 'BracketLeft', د: 'BracketRight', ذ: 'Backquote', لا: 'KeyB',
};

const ARABIC_LETTERS = new Map(Object.entries(ARABIC_LAYOUT).map(([letter, code]) => [code, letter]));

/** What the key of a Latin letter types on an Arabic keyboard; anything else as it is. */
export function onArabicKeys(latin: string): string {
  const codes: Readonly<Record<string, string>> = { '.': 'Period', '/': 'Slash' };
  return ARABIC_LETTERS.get(codes[latin] ?? `Key${latin.toUpperCase()}`) ?? latin;
}

export class Hands {
  readonly #page: Page;
  readonly #keyboard: CDPSession;

  private constructor(page: Page, keyboard: CDPSession) {
    this.#page = page;
    this.#keyboard = keyboard;
  }

  /** From here on, what arrives is counted. A key held down with another counts as a key of its own; what a script makes up does not count. */
  static async on(page: Page): Promise<Hands> {
    await page.evaluate(() => {
      const counted = window as unknown as { keys: number; clicks: number };
      [counted.keys, counted.clicks] = [0, 0];
      addEventListener('keydown', (event) => void (event.isTrusted && (counted.keys += 1)), { capture: true });
      addEventListener('pointerdown', (event) => void (event.isTrusted && (counted.clicks += 1)), { capture: true });
    });
    return new Hands(page, await page.context().newCDPSession(page));
  }

  /** Keys by their names (`Enter`, `b`), letters of an Arabic keyboard as what they type. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      const code = ARABIC_LAYOUT[key];
      if (code === undefined) await this.#page.keyboard.press(key);
      else await this.#pressArabic(key, code);
    }
  }

  async click(place: Locator): Promise<void> {
    await place.click();
  }

  /** What arrived so far. */
  async counted(): Promise<{ keys: number; clicks: number }> {
    return this.#page.evaluate(() => {
      const counted = window as unknown as { keys: number; clicks: number };
      return { keys: counted.keys, clicks: counted.clicks };
    });
  }

  async #pressArabic(text: string, code: string): Promise<void> {
    const key = { key: text, code };
    await this.#keyboard.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown', text });
    await this.#keyboard.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' });
  }
}
