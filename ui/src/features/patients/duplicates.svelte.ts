// Who might be registered already, asked again whenever what identifies a person changed.

import { backend, type Duplicate, type FindDuplicates } from '$/backend';

const PAUSE_MS = 250;

export class DuplicateWatch {
  found = $state.raw<Duplicate[]>([]);
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `null`: too little is known to compare. */
  look(about: FindDuplicates | null): void {
    const question = about === null ? '' : JSON.stringify(about);
    if (question === this.#asked) return;
    this.#asked = question;
    clearTimeout(this.#timer);
    if (about === null) {
      this.found = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(about, question), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(about: FindDuplicates, question: string): Promise<void> {
    try {
      const { duplicates } = await backend.call('patients.duplicates', about);
      if (question === this.#asked) this.found = duplicates;
    } catch {
      // The alert is a courtesy: registering does not wait for it, and the desk checks what must be unique itself.
      if (question === this.#asked) this.found = [];
    }
  }
}
