// A sheet while somebody goes along the shelf: what was counted, and against what. What moves meanwhile is seen and counted again.

import { backend, type CountReply, type FieldProblem, type Lot, type SiteId } from '$/backend';
import { Form } from '$/lib/form.svelte';

type Counted = { expected: number; counted: number };

export class Counting extends Form {
  lots = $state.raw<Lot[]>([]);
  loaded = $state(false);
  #counts = $state<Record<string, Counted>>({});
  #sent: string[] = [];
  readonly #site: SiteId | null;

  constructor(site: SiteId | null) {
    super();
    this.#site = site;
  }

  get done(): number {
    return Object.keys(this.#counts).length;
  }

  get differences(): number {
    return Object.values(this.#counts).filter(({ expected, counted }) => expected !== counted).length;
  }

  counted(lot: Lot): number | undefined {
    return this.#counts[lot.id]?.counted;
  }

  /** What the count says beyond what is written; `undefined` while nobody has counted. */
  difference(lot: Lot): number | undefined {
    const count = this.#counts[lot.id];
    return count === undefined ? undefined : count.counted - count.expected;
  }

  write(lot: Lot, counted: number | undefined): void {
    if (counted === this.counted(lot)) return;
    if (counted === undefined) delete this.#counts[lot.id];
    else this.#counts[lot.id] = { expected: lot.left, counted };
  }

  /** What the desk said about this lot: it moved since it was counted. */
  problem_of(lot: Lot): FieldProblem | undefined {
    const at = this.#sent.indexOf(lot.id);
    if (at < 0 || this.#counts[lot.id]?.expected === lot.left) return undefined;
    return this.refusal?.field(`counts[${at}].counted`);
  }

  async load(): Promise<void> {
    this.lots = (await backend.call('stock.sheet', { site_id: this.#site })).lots;
    this.loaded = true;
  }

  async save(): Promise<(CountReply & { operation_id?: string | null }) | null> {
    this.#sent = Object.keys(this.#counts);
    const counts = Object.entries(this.#counts).map(([lot_id, { expected, counted }]) => ({ lot_id, expected, counted }));
    const reply: { got: (CountReply & { operation_id?: string | null }) | null } = { got: null };
    const done = await this.send(async () => {
      reply.got = await backend.call('stock.count', { site_id: this.#site, counts });
    });
    if (done) {
      this.#counts = {};
      this.forget();
    }
    return reply.got;
  }
}
