// Finding a patient as one types. Asks the desk a moment after the last key, shows only the newest answer, and keeps one
// row marked for Enter.

import type { PatientHit } from '$/backend';

export const PAUSE_MS = 90;
export const LIMIT = 50;

type Search = (text: string, limit: number) => Promise<PatientHit[]>;
/** Runs something a little later and returns the way to call it off. */
type Later = (run: () => void, ms: number) => () => void;

const timeoutLater: Later = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export class Finder {
  text = $state('');
  hits = $state.raw<PatientHit[]>([]);
  marked = $state(0);
  /** `idle` before the first answer. */
  status = $state<'idle' | 'searching' | 'found' | 'failed'>('idle');
  /** What the hits on screen answer. */
  answered = $state('');
  readonly current = $derived(this.hits[this.marked] ?? null);

  readonly #search: Search;
  readonly #later: Later;
  #callOff = () => {};
  #asked = 0;

  constructor(search: Search, later: Later = timeoutLater) {
    this.#search = search;
    this.#later = later;
  }

  type(text: string): void {
    this.text = text;
    this.#callOff();
    this.#callOff = this.#later(() => void this.now(), PAUSE_MS);
  }

  /** Asks at once: when the screen opens, and when somebody's change was announced. */
  async now(): Promise<void> {
    this.#callOff();
    const asked = ++this.#asked;
    const text = this.text.trim();
    this.status = this.status === 'idle' ? 'searching' : this.status;
    try {
      const hits = await this.#search(text, LIMIT);
      // A slower answer to an older question must not overwrite a newer one.
      if (asked !== this.#asked) return;
      const before = this.current?.id;
      const same = text === this.answered;
      this.hits = hits;
      this.answered = text;
      this.marked = same ? Math.max(0, hits.findIndex((hit) => hit.id === before)) : 0;
      this.status = 'found';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.status = 'failed';
      throw thrown;
    }
  }

  move(by: number): void {
    this.marked = Math.min(Math.max(this.marked + by, 0), Math.max(this.hits.length - 1, 0));
  }
}
