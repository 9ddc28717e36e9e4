/** Which view of the book is shown: a day of all doctors, or the week or the month of one. Whose it is and which day stay when it turns. */
import { doctorsInUse } from '$/app/doctor-names.svelte';
import { complain } from '$/app/said.svelte';
import type { DoctorId, WallDate } from '$/backend';
import { board, month, today } from './state';

export type View = 'day' | 'week' | 'month';

export const VIEWS: readonly View[] = ['day', 'week', 'month'];

class Views {
  kind: View = $state('day');
  /** Whose week or month was shown last. */
  #doctor: DoctorId | undefined = $state();

  /** The doctor somebody has in mind: of the selected visit, where the cursor was put, whose week it was, or the first one. */
  get doctor(): DoctorId | undefined {
    if (this.kind !== 'day') return this.#doctor;
    const put = board.selectedVisit?.doctor ?? (board.cursorUsed ? board.cursor?.doctor : undefined);
    return put ?? this.#doctor ?? board.cursor?.doctor ?? doctorsInUse()[0]?.id;
  }

  /** The day somebody has in mind. */
  get date(): WallDate {
    if (this.kind === 'month') return month.focused ?? today();
    const put = this.kind === 'week' && board.cursorUsed ? board.cursor?.date : undefined;
    return put ?? board.date ?? today();
  }

  /** Turns to a view, of the doctor and the day in mind where none are given. */
  async show(kind: View, { doctor = this.doctor, date = this.date }: { doctor?: DoctorId | undefined; date?: WallDate } = {}): Promise<void> {
    if (kind !== 'day' && doctor === undefined) return;
    this.kind = kind;
    this.#doctor = doctor;
    if (kind === 'month' && doctor !== undefined) {
      await month.open(doctor, date);
      return;
    }
    await board.turn(kind === 'week' ? doctor : undefined, date);
    // The column one came from is where the keys go on.
    if (doctor !== undefined && !board.selectedVisit && board.cursor) board.putCursor({ doctor, date }, board.cursor.minute);
  }

  /** The same view on another day. */
  open(date: WallDate): Promise<void> {
    return this.show(this.kind, { date });
  }

  /** A day, a week or a month on, or back. */
  step(by: number): Promise<void> {
    return this.kind === 'month' ? month.step(by) : board.step(by);
  }

  /** The same view of the doctor before or after. */
  async turnDoctor(by: number): Promise<void> {
    const doctors = doctorsInUse();
    const at = doctors.findIndex(({ id }) => id === this.#doctor);
    const next = doctors[(at + by + doctors.length) % doctors.length];
    if (next) await this.show(this.kind, { doctor: next.id });
  }

  leave(): void {
    this.kind = 'day';
    this.#doctor = undefined;
    month.leave();
  }
}

export const views = new Views();

export const showView = (kind: View): void => void views.show(kind).catch(complain);
