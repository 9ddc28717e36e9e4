// Theme and language of this window. Both apply at once, without losing what is on the screen, and are kept on this PC.

import { isLanguage, locale, type Language } from '$/lib/locale.svelte';

export type Theme = 'light' | 'dark';

const KEPT_AS = { theme: 'clinic-desk.theme', language: 'clinic-desk.language' };

class Preferences {
  #theme = $state<Theme>('light');
  /** False until somebody chose a language here: till then the clinic's own is shown. */
  languageChosen = $state(false);

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    localStorage.setItem(KEPT_AS.theme, theme);
  }

  get language(): Language {
    return locale.language;
  }

  set language(language: Language) {
    locale.language = language;
    this.languageChosen = true;
    localStorage.setItem(KEPT_AS.language, language);
  }

  toggleTheme(): void {
    this.theme = this.#theme === 'light' ? 'dark' : 'light';
  }

  get otherLanguage(): Language {
    return locale.language === 'en' ? 'ar' : 'en';
  }

  toggleLanguage(): void {
    this.language = this.otherLanguage;
  }

  /** Reads what was kept; the system's wish decides where nothing was. */
  restore(): void {
    const theme = localStorage.getItem(KEPT_AS.theme);
    const wantsDark = matchMedia('(prefers-color-scheme: dark)').matches;
    this.#theme = theme === 'light' || theme === 'dark' ? theme : wantsDark ? 'dark' : 'light';
    const language = localStorage.getItem(KEPT_AS.language);
    if (isLanguage(language)) {
      locale.language = language;
      this.languageChosen = true;
    } else if (navigator.language.startsWith('ar')) {
      locale.language = 'ar';
    }
  }

  /** Keeps `<html>` in step. Call once, inside a component or an effect root. */
  apply(): void {
    $effect(() => {
      const root = document.documentElement;
      root.lang = locale.language;
      root.dir = locale.direction;
      root.dataset.theme = this.#theme;
    });
    // Another window of this desk changed them.
    $effect(() => {
      const follow = () => this.restore();
      addEventListener('storage', follow);
      return () => removeEventListener('storage', follow);
    });
  }
}

export const preferences = new Preferences();
