// Handing out one prescription: what the desk proposes, what somebody makes of it, and why an allergy is set aside or another medicine goes out.

import { backend, type DispenseReply, type MedicineId, type Proposal, type ProposedLine, type ProposedTake, type SiteId } from '$/backend';
import { Form } from '$/lib/form.svelte';

export class Dispensing extends Form {
  proposal = $state.raw<Proposal>();
  #quantities = $state<Record<string, number | undefined>>({});
  #reasons = $state<Record<string, string>>({});
  #explanations = $state<Record<string, string>>({});
  /** What goes out for a line, where it is not what the line names. */
  #chosen: Record<string, MedicineId> = {};
  #site: SiteId | null = null;

  /** The proposal as it stands now; what was typed for a lot that is proposed no more is forgotten. */
  async load(id: string, site: SiteId | null): Promise<void> {
    // Other shelves have other lots.
    const isAnother = this.proposal?.prescription.id !== id || this.#site !== site;
    if (isAnother) this.#chosen = {};
    const instead = Object.entries(this.#chosen).map(([prescription_item_id, medicine_id]) => ({ prescription_item_id, medicine_id }));
    const proposal = await backend.call('fulfilments.propose', { prescription_id: id, site_id: site, instead });
    const before = isAnother ? {} : this.#quantities;
    const quantities: Record<string, number | undefined> = {};
    for (const line of proposal.lines) {
      for (const take of line.take) {
        const key = keyOf(line, take);
        const typed = key in before ? before[key] : take.quantity;
        quantities[key] = typed === undefined ? undefined : Math.min(typed, take.quantity);
      }
    }
    if (isAnother) {
      [this.#reasons, this.#explanations] = [{}, {}];
      this.forget();
    }
    [this.proposal, this.#quantities, this.#site] = [proposal, quantities, site];
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

  /** Why another medicine goes out than the one that was prescribed. */
  explanation(line: ProposedLine): string {
    return this.#explanations[line.prescription_item_id] ?? '';
  }

  setExplanation(line: ProposedLine, why: string): void {
    this.#explanations[line.prescription_item_id] = why;
  }

  /** Another medicine for a line; without one, what it names. */
  async choose(line: ProposedLine, medicine: MedicineId | undefined): Promise<void> {
    const [id, before] = [this.proposal?.prescription.id, { ...this.#chosen }];
    if (id === undefined) return;
    delete this.#chosen[line.prescription_item_id];
    if (medicine !== undefined && medicine !== line.medicine_id) this.#chosen[line.prescription_item_id] = medicine;
    this.#reasons[line.prescription_item_id] = '';
    try {
      await this.load(id, this.#site);
    } catch (error) {
      this.#chosen = before;
      throw error;
    }
  }

  /** How much of a line would be handed out. */
  taken(line: ProposedLine): number {
    return line.take.reduce((sum, take) => sum + (this.quantity(line, take) ?? 0), 0);
  }

  /** Whether something speaks against the line and nobody has said yet why it goes on. */
  isStopped(line: ProposedLine): boolean {
    const isWarned = line.allergies.length > 0 || line.doubles.length > 0;
    const isUnanswered = isWarned && this.reason(line).trim() === '';
    return this.taken(line) > 0 && (isUnanswered || (line.is_substitute && this.explanation(line).trim() === ''));
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
        const kept_because = (line.allergies.length > 0 || line.doubles.length > 0) && reason !== '' ? reason : null;
        const substituted_because = line.is_substitute ? this.explanation(line).trim() : null;
        return quantity === 0 ? [] : [{ prescription_item_id: line.prescription_item_id, lot_id: take.lot_id, quantity, kept_because, substituted_because }];
      }),
    );
    const reply: { got: (DispenseReply & { operation_id?: string | null }) | null } = { got: null };
    await this.send(async () => {
      reply.got = await backend.call('fulfilments.dispense', { prescription_id: id, site_id: this.#site, items });
    });
    if (reply.got) {
      [this.#reasons, this.#explanations, this.#quantities] = [{}, {}, {}];
      this.#chosen = {};
    }
    return reply.got;
  }
}

const keyOf = (line: ProposedLine, take: ProposedTake) => `${line.prescription_item_id} ${take.lot_id}`;
