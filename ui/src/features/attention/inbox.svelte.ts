// What waits for a person, and the ways to settle it. One inbox for the window: the rail's badge, the board and the screen read it.

import type { AttentionItem, AttentionVisit, Backend, CancelledBy, FreeTime, OperationId, SettleRequest, Settlement, Which, WorklistShort } from '$/backend';
import { refusalFrom } from '$/backend';

type Told = {
  /** Something was settled: as it was before, how, and the operation it became. */
  settled: (item: AttentionItem, request: SettleRequest, operation: OperationId | null, left: number) => void;
  failed: (error: unknown) => void;
};

/** What must be asked first. */
export type Question = { kind: 'none' } | { kind: 'keep' } | { kind: 'cancel'; which: Which } | { kind: 'held'; settlement: 'let_in' | 'discard' };

/** One of the choices that a digit takes. */
export type Choice = { free: FreeTime } | { settlement: Settlement };

/** As many settled ones as somebody looks back to. */
const SETTLED_SHOWN = 20;

export class Inbox {
  items = $state.raw<readonly AttentionItem[]>([]);
  names = $state.raw<Readonly<Record<string, string>>>({});
  /** Visits that lost their time: each list is one matter, settled on a screen of its own. */
  worklists = $state.raw<readonly WorklistShort[]>([]);
  /** Booked visits of reps that cannot take place as they are: together one matter, settled where the requests are. */
  displacedReps = $state(0);
  openCount = $state(0);
  hasHub = $state(false);
  status = $state<'empty' | 'ready' | 'failed'>('empty');
  busy = $state(false);
  question = $state.raw<Question>({ kind: 'none' });
  /** Which of the two visits the free times are for. */
  which = $state<Which>('subject');
  #chosen = $state<string | null>(null);
  #reading = 0;
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: Told;

  constructor(backend: Pick<Backend, 'call'>, told: Told) {
    this.#backend = backend;
    this.#told = told;
  }

  open = $derived(this.items.filter((item) => item.settled_at === null));
  settled = $derived(this.items.filter((item) => item.settled_at !== null).slice(0, SETTLED_SHOWN));

  /** The one shown beside the list: the chosen one, or else the first that waits. */
  current = $derived(
    this.items.find((item) => item.id === this.#chosen) ?? this.open[0] ?? this.settled[0],
  );

  /** Nothing dead is shown: without a hub, and without anything ever having been to settle, there is no inbox. */
  get isShown(): boolean {
    return this.hasHub || this.items.length > 0 || this.hasElsewhere;
  }

  /** Whether something waits that is settled on a screen of its own. */
  get hasElsewhere(): boolean {
    return this.worklists.length > 0 || this.displacedReps > 0;
  }

  /** The visit whose free times are offered. */
  mover = $derived.by((): AttentionVisit | undefined => {
    const item = this.current;
    if (!item?.visit || !item.ways.includes('move')) return undefined;
    const wanted = this.which === 'other' ? item.other : item.visit;
    if (wanted?.may_move) return wanted;
    return [item.visit, item.other].find((visit) => visit?.may_move === true) ?? undefined;
  });

  /** What the digits take, the first of them Enter. */
  choices = $derived.by((): Choice[] => {
    const item = this.current;
    if (!item) return [];
    if (item.ways.includes('move')) return (this.mover?.free_times ?? []).slice(0, 5).map((free) => ({ free }));
    return item.ways.filter((way) => way !== 'cancel').map((settlement) => ({ settlement }));
  });

  async load(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const reply = await this.#backend.call('attention.list', { limit: 200 });
      if (reading !== this.#reading) return;
      this.items = reply.items;
      this.worklists = reply.worklists;
      this.displacedReps = reply.displaced_reps;
      this.names = reply.names as Record<string, string>;
      this.openCount = reply.open_count;
      this.hasHub = reply.has_hub;
      this.status = 'ready';
    } catch (error) {
      if (reading === this.#reading) this.status = 'failed';
      throw error;
    }
  }

  choose(id: string): void {
    if (this.#chosen === id) return;
    this.#chosen = id;
    this.which = 'subject';
    this.question = { kind: 'none' };
  }

  /** Opens what is about this visit, if anything is. */
  chooseVisit(visit: string): boolean {
    const about = this.about(visit);
    if (about) this.choose(about.id);
    return about !== undefined;
  }

  /** What waits about a visit. */
  about(visit: string): AttentionItem | undefined {
    return this.open.find((item) => item.visit?.id === visit || item.other?.id === visit);
  }

  step(by: number): void {
    const all = [...this.open, ...this.settled];
    const at = all.findIndex((item) => item.id === this.current?.id);
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) this.choose(next.id);
  }

  /** The other of the two visits is the one that moves. */
  turn(): void {
    const item = this.current;
    if (!item?.visit?.may_move || item.other?.may_move !== true) return;
    this.which = this.which === 'subject' ? 'other' : 'subject';
  }

  /** Takes the choice with this place, from 0. */
  async take(index: number): Promise<void> {
    const choice = this.choices[index];
    if (!choice) return;
    if ('free' in choice) await this.moveTo(choice.free);
    // What the hub does is not taken back.
    else if (choice.settlement === 'let_in' || choice.settlement === 'discard') this.question = { kind: 'held', settlement: choice.settlement };
    else await this.settle({ settlement: choice.settlement });
  }

  async moveTo({ doctor_id, date, start, minutes }: FreeTime): Promise<void> {
    await this.settle({ settlement: 'move', visit: this.#whichMoves, doctor_id, date, start, minutes });
  }

  async keepBoth(reason: string): Promise<void> {
    await this.settle({ settlement: 'keep', reason });
  }

  async cancel(which: Which, cancelled_by: CancelledBy, reason: string): Promise<void> {
    await this.settle({ settlement: 'cancel', visit: which, cancelled_by, ...(reason === '' ? {} : { reason }) });
  }

  async settle(way: Omit<SettleRequest, 'id'>): Promise<void> {
    const item = this.current;
    if (!item || this.busy) return;
    this.busy = true;
    const after = this.#nextOpen(item);
    try {
      const request: SettleRequest = { id: item.id, ...way };
      const reply = await this.#backend.call('attention.settle', request);
      this.openCount = reply.open_count;
      this.items = this.items.map((each) => (each.id === item.id ? reply.item : each));
      this.question = { kind: 'none' };
      this.choose(after ?? item.id);
      this.#told.settled(item, request, reply.operation_id, reply.left);
    } catch (error) {
      this.#told.failed(error);
      // Somebody else was first, or the time went: what is shown is no longer so.
      if (refusalFrom(error).incident !== null) return;
    } finally {
      this.busy = false;
    }
    await this.load().catch(() => undefined);
  }

  get #whichMoves(): Which {
    return this.mover?.id === this.current?.other?.id ? 'other' : 'subject';
  }

  /** What waits after this one, or else before it. */
  #nextOpen(item: AttentionItem): string | undefined {
    const at = this.open.findIndex((each) => each.id === item.id);
    return (this.open[at + 1] ?? this.open[at - 1])?.id;
  }
}
