// An unfinished form, kept by the desk for its account a moment after the last key, so that a lock, a restart or a power cut
// costs nobody half a patient.

import { backend, type JsonValue } from '$/backend';

const PAUSE_MS = 400;

export class DraftKeeper<Body> {
  /** What was kept earlier and not gone on with yet. */
  found = $state.raw<Body | null>(null);
  /** `kept` once the desk has what is on the screen. */
  status = $state<'none' | 'waiting' | 'kept'>('none');
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Until the desk has said what was there before, nothing new is kept: it would be found as what was there. */
  #looking: Promise<unknown> = Promise.resolve();

  /** `name` says which form: `patient`. */
  constructor(name: string) {
    this.#name = name;
  }

  look(): Promise<Body | null> {
    const looked = this.#look();
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  async #look(): Promise<Body | null> {
    const { drafts } = await backend.call('drafts.list', {});
    const draft = drafts.find((each) => each.name === this.#name);
    this.found = draft ? (draft.body as Body) : null;
    return this.found;
  }

  keep(body: Body): void {
    clearTimeout(this.#timer);
    this.status = 'waiting';
    // A snapshot now: by the time it is sent, the form may have been left.
    const copy = JSON.parse(JSON.stringify(body)) as JsonValue;
    const timer = setTimeout(async () => {
      await this.#looking;
      // Something newer is to be kept, or nothing.
      if (this.#timer !== timer) return;
      backend.call('drafts.save', { name: this.#name, body: copy }).then(
        () => (this.status = 'kept'),
        // A form that cannot be kept is still a form; saving it will say what is wrong with the desk.
        () => (this.status = 'none'),
      );
    }, PAUSE_MS);
    this.#timer = timer;
  }

  /** Forgets it: saved for good, or not wanted. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const known = this.found !== null || this.status !== 'none';
    this.found = null;
    this.status = 'none';
    if (known) await backend.call('drafts.discard', { name: this.#name });
  }
}
