// A doctor's own day: visits, reps apart, who waits, and what changed since it was last looked at.

import type { Appointment, AppointmentId, Backend, Day, DoctorId, RepVisit } from '$/backend';
import { Latest } from '$/lib/latest';
import { changesSince, lookAt, type Change, type Look } from './changes';

/** How a look is kept from one time to the next. */
export type Looks = { last: () => Promise<Look | null>; keep: (look: Look) => void };

export class MyDay {
  day = $state.raw<Day>();
  visits = $state.raw<Appointment[]>([]);
  reps = $state.raw<RepVisit[]>([]);
  changes = $state.raw<Change[]>([]);
  chosen = $state.raw<AppointmentId>();
  failure = $state.raw<unknown>();

  readonly #backend: Pick<Backend, 'call'>;
  readonly #looks: Looks;
  readonly #latest = new Latest<Day>();
  #before: Look | null | undefined;

  constructor(backend: Pick<Backend, 'call'>, looks: Looks) {
    this.#backend = backend;
    this.#looks = looks;
  }

  async load(doctor: DoctorId, date: string): Promise<void> {
    try {
      this.#before ??= await this.#looks.last();
      const day = await this.#latest.ask(() => this.#backend.call('agenda.day', { date }));
      if (day === undefined) return;
      const mine = day.appointments.filter(({ doctor_id }) => doctor_id === doctor);
      this.day = day;
      this.visits = mine.filter(({ status }) => status !== 'cancelled' && status !== 'rescheduled');
      this.reps = day.rep_visits.filter(({ doctor_id, status }) => doctor_id === doctor && !['cancelled', 'declined', 'rescheduled'].includes(status));
      const look = lookAt(day.date, mine);
      this.changes = changesSince(this.#before, look);
      this.#looks.keep(look);
      if (!this.visits.some(({ id }) => id === this.chosen)) this.chosen = this.likely?.id;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }

  /** Who is inside, else who has waited longest, else who comes next. */
  get likely(): Appointment | undefined {
    const inside = this.visits.find(({ status }) => status === 'in_consultation');
    return inside ?? this.waiting[0] ?? this.visits.find(({ status }) => status === 'scheduled' || status === 'confirmed');
  }

  get waiting(): Appointment[] {
    return this.visits.filter(({ status }) => status === 'arrived').sort((one, other) => (one.arrived_at ?? 0) - (other.arrived_at ?? 0));
  }

  get left(): number {
    return this.visits.filter(({ status }) => status === 'scheduled' || status === 'confirmed').length;
  }

  get selected(): Appointment | undefined {
    return this.visits.find(({ id }) => id === this.chosen);
  }

  move(by: number): void {
    const at = this.visits.findIndex(({ id }) => id === this.chosen);
    const next = this.visits[Math.min(Math.max(at + by, 0), this.visits.length - 1)];
    if (next) this.chosen = next.id;
  }
}
