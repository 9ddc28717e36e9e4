// Whom to remind of a day's visits, the one at hand, and what came of ringing them. How far each is says the desk.

import type { AppointmentId, Backend, DoctorId, OperationId, Reminder, ReminderWay, WallDate } from '$/backend';
import { addDays } from '$/lib/dates';

type Told = {
  settled: (reminder: Reminder, way: ReminderWay, operation: OperationId | null) => void;
  failed: (error: unknown) => void;
};

export class ReminderList {
  rows = $state.raw<readonly Reminder[]>([]);
  date = $state<WallDate>();
  today = $state<WallDate>('');
  nextDate = $state<WallDate>('');
  status = $state<'empty' | 'ready' | 'failed'>('empty');
  doctor = $state<DoctorId | 'any'>('any');
  /** How many are still to be rung for the next open day, whatever day is shown. */
  count = $state(0);
  busy = $state(false);
  note = $state('');
  #row = $state<AppointmentId | null>(null);
  #reading = 0;
  #counting = 0;
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: Told;

  constructor(backend: Pick<Backend, 'call'>, told: Told) {
    this.#backend = backend;
    this.#told = told;
  }

  readonly shown = $derived(this.rows.filter(({ doctor_id }) => this.doctor === 'any' || doctor_id === this.doctor));
  readonly current = $derived(this.shown.find(({ id }) => id === this.#row) ?? this.shown.find(isOpen) ?? this.shown[0]);
  readonly done = $derived(this.shown.filter((row) => !isOpen(row)).length);

  /** How many wait for a call, for the rail. */
  async loadCount(): Promise<void> {
    const counting = ++this.#counting;
    const { open } = await this.#backend.call('reminders.list', {});
    if (counting === this.#counting) this.count = open;
  }

  /** Reads the day that is shown; the next open one when none was chosen. */
  async load(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const reply = await this.#backend.call('reminders.list', { date: this.date ?? null });
      if (reading !== this.#reading) return;
      this.rows = reply.rows;
      this.date = reply.date;
      this.today = reply.today;
      this.nextDate = reply.next_date;
      this.status = 'ready';
    } catch (error) {
      if (reading === this.#reading) this.status = 'failed';
      throw error;
    }
  }

  async show(date: WallDate | undefined): Promise<void> {
    if (date !== this.date) this.#row = null;
    this.date = date;
    this.note = '';
    await this.load();
  }

  async stepDay(by: number): Promise<void> {
    if (this.date !== undefined) await this.show(addDays(this.date, by));
  }

  choose(id: AppointmentId): void {
    if (this.current?.id === id && this.#row === id) return;
    if (this.current?.id !== id) this.note = '';
    this.#row = id;
  }

  step(by: number): void {
    const at = this.shown.findIndex(({ id }) => id === this.current?.id);
    const next = this.shown[Math.min(Math.max(at + by, 0), this.shown.length - 1)];
    if (next) this.choose(next.id);
  }

  may(way: ReminderWay): boolean {
    const { current } = this;
    if (!current || this.busy) return false;
    // Who is reminded may still say to come; who has said so needs no call.
    return isOpen(current) || (way === 'confirmed' && current.state === 'reminded');
  }

  /** Writes down what came of ringing the one at hand, and goes on to the next who is to be rung. */
  async settle(way: ReminderWay): Promise<void> {
    const { current } = this;
    if (!current || !this.may(way)) return;
    this.busy = true;
    const note = this.note.trim();
    try {
      const { reminder, operation_id } = await this.#backend.call('reminders.settle', { id: current.id, way, note: note === '' ? null : note });
      this.#told.settled(reminder, way, operation_id);
      this.note = '';
      this.#onward(current.id);
    } catch (error) {
      this.#told.failed(error);
    } finally {
      this.busy = false;
      // Somebody else may have been first: what is shown is read anew either way.
      await this.load().catch(() => undefined);
    }
  }

  #onward(from: AppointmentId): void {
    const at = this.shown.findIndex(({ id }) => id === from);
    const next = this.shown.slice(at + 1).find(isOpen);
    this.#row = next?.id ?? from;
  }
}

/** Whether somebody still has to ring. */
export function isOpen({ state }: Reminder): boolean {
  return state === 'to_call' || state === 'no_answer' || state === 'later';
}
