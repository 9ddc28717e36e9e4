// What every form does when it is sent: one send at a time, errors beside their fields, the rest in one sentence.

import { refusalFrom, type RefusalError } from '$/backend';
import { sentenceFor, sentenceForField } from '$messages/refusal';

export class Form {
  status = $state<'editing' | 'sending' | 'done'>('editing');
  #refusal = $state.raw<RefusalError | null>(null);

  get sending(): boolean {
    return this.status === 'sending';
  }

  /** What the desk said to the last send, until the next one. */
  get refusal(): RefusalError | null {
    return this.#refusal;
  }

  /** The sentence for what no field can show; `undefined` when all was well or the fields say it. */
  get problem(): string | undefined {
    const refusal = this.#refusal;
    if (refusal === null || refusal.fields.length > 0) return undefined;
    return sentenceFor(refusal);
  }

  /** What is wrong with a field of the input, as a sentence. */
  field(path: string): string | undefined {
    return sentenceForField(this.#refusal?.field(path));
  }

  /** Sends. Answers whether it was done; a refusal is kept for the screen. A second send while one is under way does nothing. */
  async send(ask: () => Promise<unknown>): Promise<boolean> {
    if (this.status === 'sending') return false;
    this.status = 'sending';
    this.#refusal = null;
    try {
      await ask();
      this.status = 'done';
      return true;
    } catch (error) {
      this.#refusal = refusalFrom(error);
      this.status = 'editing';
      return false;
    }
  }

  forget(): void {
    this.#refusal = null;
    this.status = 'editing';
  }
}
