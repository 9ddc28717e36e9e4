/** The month of a doctor without its drawing: which month, what its days are like, and on which day the keyboard stands. */
import type { Backend, DatedDay, DoctorId, Month, WallDate, Weekday } from '$/backend';
import { addDays, addMonths, startOfMonth, startOfWeek, weekdayOf } from '$/lib/dates';
import { Latest } from '$/lib/latest';

export type MonthStep = 'before' | 'after' | 'up' | 'down' | 'first' | 'last' | 'back' | 'forward';

export interface MonthDay extends DatedDay {
  isToday: boolean;
  /** Of the month before or after. */
  outside: boolean;
  weekend: boolean;
}

export class DoctorMonth {
  readonly #backend: Backend;
  readonly #reading = new Latest<Month>();
  doctor: DoctorId | undefined = $state();
  /** The day the keyboard stands on; its month is the one that is shown. */
  focused: WallDate | undefined = $state();
  /** What is on the screen; while another month is read, still the one before. */
  shown: Month | undefined = $state.raw();
  error: unknown = $state.raw();

  readonly days: readonly MonthDay[] = $derived.by(() => {
    const { shown } = this;
    if (!shown) return [];
    const { today, weekend_days, days } = shown.stretch;
    return days.map((day) => ({
      ...day,
      isToday: day.date === today,
      outside: startOfMonth(day.date) !== shown.month,
      weekend: weekend_days.includes(weekdayOf(day.date)),
    }));
  });

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async open(doctor: DoctorId, date: WallDate): Promise<void> {
    this.doctor = doctor;
    this.focused = date;
    const isThere = this.shown?.stretch.doctor_id === doctor && this.shown.month === startOfMonth(date);
    if (!isThere) await this.read();
  }

  /** Reads the same again: after a change, here or elsewhere. */
  async read(): Promise<void> {
    const { doctor, focused } = this;
    if (doctor === undefined || focused === undefined) return;
    try {
      const month = await this.#reading.ask(() => this.#backend.call('agenda.month', { doctor_id: doctor, date: focused }));
      if (!month) return;
      this.shown = month;
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  }

  /** So many months on, or back. */
  async step(by: number): Promise<void> {
    if (this.doctor !== undefined && this.focused !== undefined) await this.open(this.doctor, addMonths(this.focused, by));
  }

  /** One key of the keyboard over the days. */
  async go(step: MonthStep): Promise<void> {
    const { doctor, focused } = this;
    if (doctor === undefined || focused === undefined) return;
    const week: Weekday = this.shown?.stretch.week_start ?? 'mon';
    const first = startOfWeek(focused, week);
    const to: Record<MonthStep, WallDate> = {
      before: addDays(focused, -1),
      after: addDays(focused, 1),
      up: addDays(focused, -7),
      down: addDays(focused, 7),
      first,
      last: addDays(first, 6),
      back: addMonths(focused, -1),
      forward: addMonths(focused, 1),
    };
    await this.open(doctor, to[step]);
  }

  /** Forgets everything: somebody else sits down. */
  leave(): void {
    this.#reading.drop();
    this.doctor = undefined;
    this.focused = undefined;
    this.shown = undefined;
    this.error = undefined;
  }
}
