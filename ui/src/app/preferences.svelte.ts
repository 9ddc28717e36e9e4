// Theme and language of whoever sits here. Both apply at once, without losing what is on the screen. The desk keeps them, for each
// person and for the login screen; where nothing was chosen, the system's wish decides on the theme and the clinic on the language.

import { backend, type Preferences as Kept, type Theme } from '$/backend';
import { isLanguage, locale, type Language } from '$/lib/locale.svelte';
import { complain } from './said.svelte';

export type { Theme };

const DARK = '(prefers-color-scheme: dark)';

class Preferences {
  #kept = $state.raw<Kept>({ theme: null, language: null });
  #systemIsDark = $state(false);
  #clinicLanguage = $state<Language | null>(null);
  /** Choices on their way to the desk: until they are there, what it says is older than the screen. */
  #underWay = 0;

  get theme(): Theme {
    return this.#kept.theme ?? (this.#systemIsDark ? 'dark' : 'light');
  }

  set theme(theme: Theme) {
    void this.#choose({ theme });
  }

  get language(): Language {
    return locale.language;
  }

  set language(language: Language) {
    void this.#choose({ language });
  }

  toggleTheme(): void {
    this.theme = this.theme === 'light' ? 'dark' : 'light';
  }

  get otherLanguage(): Language {
    return locale.language === 'en' ? 'ar' : 'en';
  }

  toggleLanguage(): void {
    this.language = this.otherLanguage;
  }

  /** Before the desk has answered: `theme` is what the window was opened for, if it knew. */
  begin(theme: string | null): void {
    this.#systemIsDark = matchMedia(DARK).matches;
    if (theme === 'light' || theme === 'dark') this.#kept = { ...this.#kept, theme };
    this.#speak();
    this.#dress();
  }

  /** Takes over what the desk keeps for whoever sits here now. */
  take(kept: Kept, clinicLanguage: string | undefined): void {
    this.#clinicLanguage = isLanguage(clinicLanguage) ? clinicLanguage : null;
    if (this.#underWay === 0) this.#kept = kept;
    this.#speak();
  }

  /** Asks for the look alone: the desk knows it even where it can show nothing else. */
  async takeAlone(): Promise<void> {
    const kept = await backend.call('preferences.get', {}).catch(() => null);
    if (kept === null || this.#underWay > 0) return;
    this.#kept = kept;
    this.#speak();
  }

  /** Keeps `<html>` in step. Call once, inside a component or an effect root. */
  apply(): void {
    $effect(() => this.#dress());
    $effect(() => {
      const system = matchMedia(DARK);
      const follow = () => (this.#systemIsDark = system.matches);
      follow();
      system.addEventListener('change', follow);
      return () => system.removeEventListener('change', follow);
    });
    // Chosen at another door of this desk.
    $effect(() => backend.onChange(({ tables }) => {
      if (tables?.includes('preferences')) void this.#readAnew();
    }));
  }

  async #choose(chosen: Partial<Kept>): Promise<void> {
    this.#kept = { ...this.#kept, ...chosen };
    this.#speak();
    this.#underWay += 1;
    try {
      await backend.call('preferences.set', chosen);
    } catch (error) {
      complain(error);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #readAnew(): Promise<void> {
    if (this.#underWay > 0) return;
    // Without an answer it stays as it is; whatever is asked next says why.
    const state = await backend.call('session.state', {}).catch(() => null);
    if (state) this.take(state.preferences, state.clinic?.language);
  }

  #speak(): void {
    const system: Language = navigator.language.startsWith('ar') ? 'ar' : 'en';
    locale.language = this.#kept.language ?? this.#clinicLanguage ?? system;
  }

  #dress(): void {
    const root = document.documentElement;
    root.lang = locale.language;
    root.dir = locale.direction;
    root.dataset.theme = this.theme;
  }
}

export const preferences = new Preferences();
