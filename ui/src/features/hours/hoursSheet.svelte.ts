// What is being edited about one doctor's time: the week and the day limits, loaded, kept as a draft while unsaved, and
// saved together.

import { DraftKeeper } from '$/app/draft-keeper.svelte';
import { backend, type DayLimit, type DoctorId, type Hours, type HoursBlock, type Output } from '$/backend';
import { Form } from '$/lib/form.svelte';
import { DayLimits } from './dayLimits.svelte';
import { WeekGrid, type Block } from './weekGrid.svelte';

interface Kept {
  blocks: HoursBlock[];
  limits: DayLimits['values'];
}

export type Saved = { hours?: Output<'hours.set'>; limits?: Output<'day_limits.set'> };

export class HoursSheet {
  readonly doctorId: DoctorId;
  readonly grid = new WeekGrid();
  readonly limits = new DayLimits();
  readonly form = new Form();
  readonly draft: DraftKeeper<Kept>;
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  readonly dirty = $derived(this.grid.dirty || this.limits.dirty);
  #hours: Hours[] = [];
  #limits: DayLimit[] = [];

  constructor(doctorId: DoctorId) {
    this.doctorId = doctorId;
    this.draft = new DraftKeeper(`hours:${doctorId}`);
  }

  /** Reads what the desk has, and goes on with what was left unsaved. */
  async load(): Promise<void> {
    try {
      const [{ hours }, { day_limits }] = await Promise.all([
        backend.call('hours.list', { doctor_id: this.doctorId }),
        backend.call('day_limits.list', { doctor_id: this.doctorId }),
      ]);
      this.#take(hours, day_limits);
      const kept = await this.draft.look();
      if (kept) this.#resume(kept);
      this.status = 'ready';
    } catch (error) {
      this.status = 'failed';
      throw error;
    }
  }

  keep(): void {
    if (this.status === 'ready' && this.dirty) this.draft.keep({ blocks: this.grid.toBlocks(), limits: this.limits.values });
  }

  /** Back to what the desk has. */
  async discard(): Promise<void> {
    this.#take(this.#hours, this.#limits);
    await this.draft.discard();
  }

  /** Saves what changed, and answers what that was; `null` when the desk refused. */
  async save(): Promise<Saved | null> {
    const saved: Saved = {};
    const done = await this.form.send(async () => {
      if (this.grid.dirty) {
        saved.hours = await backend.call('hours.set', this.grid.toRequest(this.doctorId));
        this.#hours = saved.hours.hours;
        this.grid.markSaved();
      }
    });
    if (!done) {
      this.grid.selected = this.#refusedBlock()?.key ?? this.grid.selected;
      return null;
    }
    if (this.limits.dirty) {
      const reply = await this.limits.submit(() => backend.call('day_limits.set', this.limits.toRequest(this.doctorId)));
      if (!reply) return null;
      this.#limits = reply.day_limits;
      saved.limits = reply;
    }
    await this.draft.discard();
    return saved;
  }

  /** What the desk refused about a block, by its field. */
  problem(block: Block, field: string): string | undefined {
    return this.form.field(`blocks[${this.grid.blocks.indexOf(block)}].${field}`);
  }

  /** The sentence for what no field can show. */
  get trouble(): string | undefined {
    return this.form.problem ?? this.limits.problem;
  }

  /** Every block the desk refused, so that each can be named. */
  get refusedBlocks(): Block[] {
    const indexes = (this.form.refusal?.fields ?? []).map(({ field }) => Number(/^blocks\[(\d+)\]/.exec(field)?.[1]));
    return [...new Set(indexes)].map((index) => this.grid.blocks[index]).filter((block) => block !== undefined);
  }

  #refusedBlock(): Block | undefined {
    return this.refusedBlocks[0];
  }

  #take(hours: Hours[], limits: DayLimit[]): void {
    this.#hours = hours;
    this.#limits = limits;
    this.grid.load(hours);
    this.limits.load(limits);
    this.form.forget();
  }

  #resume({ blocks, limits }: Kept): void {
    this.grid.resume(blocks);
    this.limits.restore(limits);
    this.draft.found = null;
  }
}
