// The inbox: what waits, and what is being said about one of them.

import { backend, type AttentionItem, type FreeTime, type Settlement } from '$/backend';
import { complain, say } from '$/app/said.svelte';
import { Form } from '$/lib/form.svelte';
import { attention } from '$messages/attention';

export class Inbox {
  items = $state.raw<AttentionItem[] | null>(null);
  settledToo = $state(false);
  /** The clash for which somebody writes down why both visits stay. */
  keeping = $state<string | null>(null);
  reason = $state('');
  readonly form = new Form();
  #asked = 0;

  async load(): Promise<void> {
    const turn = (this.#asked += 1);
    try {
      const { items } = await backend.call('attention.list', { settled: this.settledToo });
      if (turn === this.#asked) this.items = items;
    } catch (error) {
      complain(error);
    }
  }

  /** Settles it, or asks first for the reason that a clash wants. */
  async settle(item: AttentionItem, settlement: Settlement): Promise<void> {
    if (item.kind === 'clash' && settlement === 'kept' && this.keeping !== item.id) {
      this.keeping = item.id;
      this.reason = '';
      this.form.forget();
      return;
    }
    const reason = this.keeping === item.id ? this.reason : null;
    const done = await this.form.send(async () => {
      const reply = await backend.call('attention.settle', { id: item.id, settlement, reason });
      say(attention.saidSettled, reply.operation_id);
    });
    if (done) this.keeping = null;
    else if (this.form.problem !== undefined && this.keeping !== item.id) complain(this.form.refusal);
    await this.load();
  }

  /** The nearest times to which the visit that came second can go. */
  async freeTimes({ subject }: AttentionItem): Promise<FreeTime[]> {
    if (subject.table !== 'appointment' || !subject.visit) return [];
    const { doctor_id, date, start, minutes } = subject.visit;
    const reply = await backend.call('appointments.next_free', { doctor_id, minutes, from: date, not_before: start, count: 3 });
    return reply.free_times;
  }

  /** Gives the visit another time. Where nothing overlaps any more the hub settles the rest. */
  async moveTo(item: AttentionItem, { doctor_id, date, start }: FreeTime): Promise<void> {
    try {
      const reply = await backend.call('appointments.move', { id: item.subject.id, doctor_id, date, start });
      say(attention.saidMoved, reply.operation_id);
    } catch (error) {
      complain(error);
    }
    await this.load();
  }

  dismissReason(): void {
    this.keeping = null;
  }
}
