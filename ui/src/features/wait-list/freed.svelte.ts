// Times that somebody has just left and that somebody else waits for: offered at once, one after the other.

import type { Backend, FittingPerson, FreedTime, FreeTime, OperationId } from '$/backend';

export class Freed {
  times = $state.raw<readonly FreedTime[]>([]);
  /** What made them free. */
  #operation: OperationId | null = null;
  #asking = 0;
  readonly #backend: Pick<Backend, 'call'>;

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  /** The first time that is left and the first one who was not asked about it yet. */
  readonly offer = $derived.by((): { time: FreeTime; person: FittingPerson; count: number } | undefined => {
    for (const { time, people } of this.times) {
      const person = people.find(({ asked }) => asked === null);
      if (person) return { time, person, count: people.length };
    }
    return undefined;
  });

  /** Asks what an operation made free. One that freed nothing leaves the offer before it standing. */
  async after(operation: OperationId): Promise<void> {
    const asking = ++this.#asking;
    const { times } = await this.#backend.call('waiting.freed', { operation_id: operation });
    if (asking !== this.#asking) return;
    if (times.length > 0 || this.#operation === operation) [this.times, this.#operation] = [times, operation];
    else await this.again();
  }

  /** The same once more, because something changed. */
  async again(): Promise<void> {
    const operation = this.#operation;
    if (operation === null) return;
    const asking = ++this.#asking;
    const { times } = await this.#backend.call('waiting.freed', { operation_id: operation });
    if (asking === this.#asking) this.times = times;
  }

  dismiss(): void {
    this.#asking += 1;
    this.times = [];
    this.#operation = null;
  }
}
