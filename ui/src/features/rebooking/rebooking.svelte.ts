// Visits that lost their time: the lists that still need somebody, and the one that is open. What fits and what has ended says the desk.

import type { Backend, FreeTime, OperationId, RebookId, RebookWay, Worklist, WorklistId, WorklistRow, WorklistShort } from '$/backend';

type Told = {
  settled: (row: WorklistRow, way: RebookWay, to: FreeTime | undefined, operation: OperationId | null) => void;
  movedAll: (count: number, operation: OperationId | null) => void;
  failed: (error: unknown) => void;
};

/** A row's times: the one the plan proposes in front. */
export function timesOf(row: WorklistRow): FreeTime[] {
  return row.proposed === null ? row.free_times : [row.proposed, ...row.free_times];
}

export class Rebooking {
  lists = $state.raw<readonly WorklistShort[]>([]);
  list = $state.raw<Worklist | null>(null);
  status = $state<'empty' | 'loading' | 'ready' | 'gone'>('empty');
  busy = $state(false);
  note = $state('');
  #wanted: WorklistId | null = null;
  #row = $state<RebookId | null>(null);
  #picked = $state(0);
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: Told;

  constructor(backend: Pick<Backend, 'call'>, told: Told) {
    this.#backend = backend;
    this.#told = told;
  }

  /** Visits without an end, in all lists: what the rail counts. */
  readonly openCount = $derived(this.lists.reduce((sum, { open }) => sum + open, 0));
  readonly open = $derived((this.list?.rows ?? []).filter(({ end }) => end === null));

  /** The row at hand: the chosen one, or else the first that needs a call. */
  readonly current = $derived(
    this.list?.rows.find(({ id }) => id === this.#row) ?? this.open[0] ?? this.list?.rows[0],
  );
  readonly times = $derived(this.current ? timesOf(this.current) : []);
  readonly picked = $derived(Math.min(this.#picked, Math.max(this.times.length - 1, 0)));
  /** Where the row at hand goes when the patient agrees. */
  readonly to = $derived<FreeTime | undefined>(this.times[this.picked]);
  /** What the plan moves. */
  readonly planned = $derived(this.open.filter(({ proposed }) => proposed !== null));

  async loadLists(): Promise<void> {
    this.lists = (await this.#backend.call('rebooking.worklists', {})).worklists;
  }

  async show(id: WorklistId): Promise<void> {
    if (this.#wanted !== id) {
      this.#wanted = id;
      this.#row = null;
      this.list = null;
      this.status = 'loading';
      this.#begin();
    }
    try {
      const list = await this.#backend.call('rebooking.worklist', { id });
      if (this.#wanted === id) this.#take(list);
    } catch (error) {
      if (this.#wanted !== id) return;
      this.status = 'gone';
      throw error;
    }
  }

  /** What is shown is read anew, because something changed. */
  async reload(): Promise<void> {
    await this.loadLists();
    if (this.#wanted !== null && this.status === 'ready') await this.show(this.#wanted);
  }

  choose(id: RebookId): void {
    if (this.current?.id === id) return;
    this.#row = id;
    this.#begin();
  }

  step(by: number): void {
    const rows = this.list?.rows ?? [];
    const at = rows.findIndex(({ id }) => id === this.current?.id);
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next) this.choose(next.id);
  }

  pick(index: number): void {
    this.#picked = index;
  }

  stepTime(by: number): void {
    if (this.times.length > 0) this.#picked = (this.picked + by + this.times.length) % this.times.length;
  }

  /** Whether this can be done about the row at hand now. */
  may(way: RebookWay): boolean {
    const row = this.current;
    if (!row || this.busy) return false;
    if (way === 'told') return row.end === 'moved';
    return row.end === null && (way !== 'agreed' || this.to !== undefined);
  }

  async settle(way: RebookWay): Promise<void> {
    const row = this.current;
    if (!row || !this.may(way)) return;
    const to = way === 'agreed' ? this.to : undefined;
    const after = this.#nextOpen(row);
    const place = to ? { doctor_id: to.doctor_id, date: to.date, start: to.start } : {};
    await this.#send(async () => {
      const note = this.note.trim();
      const reply = await this.#backend.call('rebooking.settle', { id: row.id, way, ...place, note: note === '' ? null : note });
      this.#take(reply);
      this.#row = after ?? row.id;
      this.#begin();
      this.#told.settled(row, way, to, reply.operation_id);
    });
  }

  async moveAll(): Promise<void> {
    const { list, planned } = this;
    if (!list || planned.length === 0 || this.busy) return;
    const moves = planned.map(({ id, proposed }) => {
      const { doctor_id, date, start } = proposed!;
      return { id, doctor_id, date, start };
    });
    await this.#send(async () => {
      const reply = await this.#backend.call('rebooking.move_all', { id: list.short.id, moves });
      this.#take(reply);
      this.#told.movedAll(moves.length, reply.operation_id);
    });
  }

  async #send(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.#told.failed(error);
      // Somebody else was first, or the time went: what is shown is no longer so.
      if (this.#wanted !== null) await this.show(this.#wanted).catch(() => undefined);
    } finally {
      this.busy = false;
    }
    await this.loadLists().catch(() => undefined);
  }

  #take(list: Worklist): void {
    this.list = list;
    this.status = 'ready';
  }

  #begin(): void {
    this.#picked = 0;
    this.note = '';
  }

  /** The next visit without an end, from this one on and then from the top. */
  #nextOpen(row: WorklistRow): RebookId | undefined {
    const rows = this.list?.rows ?? [];
    const at = rows.findIndex(({ id }) => id === row.id);
    const others = [...rows.slice(at + 1), ...rows.slice(0, at)];
    return others.find(({ end }) => end === null)?.id;
  }
}
