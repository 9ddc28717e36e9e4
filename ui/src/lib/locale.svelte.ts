// The language on screen. One reactive object: whoever reads it is drawn anew when it changes, nothing is reloaded.

export type Language = 'en' | 'ar';
export type Direction = 'ltr' | 'rtl';

/**
 * Tags are pinned in full: a bare `ar` means other digits and another calendar from one system to the next.
 */
const TAGS: Record<Language, string> = {
  en: 'en-GB-u-ca-gregory-nu-latn',
  ar: 'ar-EG-u-ca-gregory-nu-arab',
};

class Locale {
  #language = $state<Language>('en');

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
  }

  /** The BCP 47 tag to format with. */
  get tag(): string {
    return TAGS[this.#language];
  }

  get direction(): Direction {
    return this.#language === 'ar' ? 'rtl' : 'ltr';
  }
}

export const locale = new Locale();

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'ar';
}
