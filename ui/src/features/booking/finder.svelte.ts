/** Finding the patient a booking is for: what matches as one types, which of them is marked, and who was picked. */
import type { Backend, PatientCard, PatientHit, PatientId } from '$/backend';
import { Latest } from '$/lib/latest';

/** As many as have a digit key of their own. */
export const SHOWN_HITS = 9;

export class PatientFinder {
  readonly #backend: Backend;
  readonly #searching = new Latest<PatientHit[]>();
  readonly #reading = new Latest<PatientCard>();
  #underWay: Promise<void> = Promise.resolve();

  /** What is searched for. */
  text: string = $state('');
  hits: PatientHit[] = $state.raw([]);
  /** The text that `hits` answers. */
  answered: string = $state('');
  /** Place of the marked hit: the one Enter picks. */
  marked: number = $state(0);
  picked: PatientHit | undefined = $state.raw();
  /** More about the picked one: visits and missed ones. Arrives a moment later. */
  card: PatientCard | undefined = $state.raw();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Searches anew; who was picked for other words is picked no longer. */
  find(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.#forget();
    this.#underWay = this.#search(text);
  }

  async #search(text: string): Promise<void> {
    if (text === '') {
      this.#searching.drop();
      this.#take([], '');
      return;
    }
    const found = await this.#searching.ask(async () => {
      const { patients } = await this.#backend.call('patients.search', { text, limit: SHOWN_HITS });
      return patients;
    });
    if (found) this.#take(found, text);
  }

  #take(hits: PatientHit[], text: string): void {
    this.hits = hits;
    this.answered = text;
    this.marked = 0;
  }

  /** Resolves when the hits answer what was typed last. Rejects as the search did. */
  async settled(): Promise<void> {
    let waited: Promise<void>;
    do {
      waited = this.#underWay;
      await waited;
    } while (waited !== this.#underWay);
  }

  get isSettled(): boolean {
    return this.answered === this.text;
  }

  mark(step: number): void {
    if (this.hits.length === 0) return;
    this.marked = (this.marked + step + this.hits.length) % this.hits.length;
  }

  pick(hit: PatientHit | undefined): void {
    if (!hit) return;
    this.picked = hit;
    this.card = undefined;
    void this.#read(hit.id);
  }

  /** Reads more about the picked one again, after something changed; meanwhile what was known stands. */
  async readAgain(): Promise<void> {
    if (this.picked) await this.#read(this.picked.id);
  }

  async #read(id: PatientId): Promise<void> {
    // What the hit says is enough to book by; if this fails nothing is missing that matters.
    const card = await this.#reading.ask(() => this.#backend.call('patients.get', { id })).catch(() => undefined);
    if (card && this.picked?.id === id) this.card = card;
  }

  /** Takes the pick back, so that another one can be picked from the same words. */
  unpick(): void {
    const { text } = this;
    this.#forget();
    this.text = '';
    this.find(text);
  }

  clear(): void {
    this.text = '';
    this.#searching.drop();
    this.#take([], '');
    this.#forget();
  }

  #forget(): void {
    this.picked = undefined;
    this.card = undefined;
    this.#reading.drop();
  }
}
