// A form with its values: whether anything changed, and what the desk said about each field until somebody mends it.
// Knows no form in particular and decides nothing: the desk's answer is the one that counts.

import { Form } from './form.svelte';
import { sentenceForField } from '$messages/refusal';

export class EditedForm<Values extends object> extends Form {
  values: Values = $state()!;
  #clean = $state('');
  #mended = $state<string[]>([]);

  readonly dirty = $derived(JSON.stringify(this.values) !== this.#clean);

  constructor(values: Values) {
    super();
    this.values = values;
    this.#clean = JSON.stringify(values);
  }

  /** The desk's path of a field as this form names it; the same unless a form says otherwise. */
  fieldOf(path: string): string {
    return path;
  }

  /** Starts over from these values, which count as unchanged. */
  reset(values: Values): void {
    this.values = values;
    this.#clean = JSON.stringify(values);
    this.forget();
  }

  /** Back to what it began with, or was last saved as. */
  discard(): void {
    this.reset(JSON.parse(this.#clean) as Values);
  }

  /** Goes on from an unfinished copy; it counts as changed. */
  restore(values: Partial<Values>): void {
    this.values = { ...this.values, ...values };
  }

  /** Paths, in the form's names, of what the desk refused and nobody mended yet. */
  get refused(): string[] {
    return (this.refusal?.fields ?? []).map(({ field }) => this.fieldOf(field)).filter((path) => !this.#isMended(path));
  }

  override field(path: string): string | undefined {
    if (this.#isMended(path)) return undefined;
    return sentenceForField(this.refusal?.fields.find(({ field }) => this.fieldOf(field) === path));
  }

  /** Somebody mends this field: what was said about it, or about a part of it, no longer holds. */
  touched(path: string): void {
    if (!this.#mended.includes(path)) this.#mended.push(path);
  }

  /** Sends and answers what the desk replied; `null` when it refused. What was sent then counts as unchanged. */
  async submit<Reply>(ask: () => Promise<Reply>): Promise<Reply | null> {
    this.#mended = [];
    const sent = JSON.stringify(this.values);
    const reply: { got: Reply | null } = { got: null };
    const done = await this.send(async () => {
      reply.got = await ask();
    });
    if (done) this.#clean = sent;
    return reply.got;
  }

  override forget(): void {
    this.#mended = [];
    super.forget();
  }

  #isMended(path: string): boolean {
    return this.#mended.some((mended) => path === mended || path.startsWith(`${mended}.`) || path.startsWith(`${mended}[`));
  }
}

/** Optional text: what is only blank is nothing. */
export const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
