// Handing out one prescription: what the desk proposes, what somebody makes of it, and why an allergy is set aside.

import { backend, type DispenseReply, type Proposal, type ProposedLine, type ProposedTake } from '$/backend';
import { Form } from '$/lib/form.svelte';

export class Dispensing extends Form {
  proposal = $state.raw<Proposal>();
  #quantities = $state<Record<string, number | undefined>>({});
  #reasons = $state<Record<string, string>>({});

  /** The proposal as it stands now; what was typed for a lot that is proposed no more is forgotten. */
  async load(id: string): Promise<void> {
    const proposal = await backend.call('fulfilments.propose', { prescription_id: id });
    const before = this.proposal?.prescription.id === id ? this.#quantities : {};
    const quantities: Record<string, number | undefined> = {};
    for (const line of proposal.lines) {
      for (const take of line.take) {
        const key = keyOf(line, take);
        const typed = key in before ? before[key] : take.quantity;
        quantities[key] = typed === undefined ? undefined : Math.min(typed, take.quantity);
      }
    }
    if (this.proposal?.prescription.id !== id) {
      this.#reasons = {};
      this.forget();
    }
    [this.proposal, this.#quantities] = [proposal, quantities];
  }

  quantity(line: ProposedLine, take: ProposedTake): number | undefined {
    return this.#quantities[keyOf(line, take)];
  }

  setQuantity(line: ProposedLine, take: ProposedTake, quantity: number | undefined): void {
    this.#quantities[keyOf(line, take)] = quantity;
  }

  reason(line: ProposedLine): string {
    return this.#reasons[line.prescription_item_id] ?? '';
  }

  setReason(line: ProposedLine, reason: string): void {
    this.#reasons[line.prescription_item_id] = reason;
  }

  /** How much of a line would be handed out. */
  taken(line: ProposedLine): number {
    return line.take.reduce((sum, take) => sum + (this.quantity(line, take) ?? 0), 0);
  }

  /** Whether an allergy stops the line and nobody has said yet why it goes on. */
  isStopped(line: ProposedLine): boolean {
    return line.allergies.length > 0 && this.taken(line) > 0 && this.reason(line).trim() === '';
  }

  get lines(): readonly ProposedLine[] {
    return this.proposal?.lines ?? [];
  }

  /** In minor units, as far as there are prices. */
  get total(): number {
    return this.lines.reduce((sum, line) => sum + this.taken(line) * (line.price_minor ?? 0), 0);
  }

  get mayDispense(): boolean {
    return this.proposal?.may_dispense === true && this.lines.some((line) => this.taken(line) > 0) && !this.lines.some((line) => this.isStopped(line));
  }

  async dispense(): Promise<(DispenseReply & { operation_id?: string | null }) | null> {
    const id = this.proposal?.prescription.id;
    if (id === undefined || !this.mayDispense) return null;
    const items = this.lines.flatMap((line) =>
      line.take.flatMap((take) => {
        const quantity = this.quantity(line, take) ?? 0;
        const reason = this.reason(line).trim();
        const kept_because = line.allergies.length > 0 && reason !== '' ? reason : null;
        return quantity === 0 ? [] : [{ prescription_item_id: line.prescription_item_id, lot_id: take.lot_id, quantity, kept_because }];
      }),
    );
    const reply: { got: (DispenseReply & { operation_id?: string | null }) | null } = { got: null };
    await this.send(async () => {
      reply.got = await backend.call('fulfilments.dispense', { prescription_id: id, items });
    });
    if (reply.got) {
      this.#reasons = {};
      this.#quantities = {};
    }
    return reply.got;
  }
}

const keyOf = (line: ProposedLine, take: ProposedTake) => `${line.prescription_item_id} ${take.lot_id}`;
