/**
 * Visits set aside while another time is looked for. A mark on the screen and nothing more: each stays where it is booked until it is
 * put down elsewhere. What is kept over a lock or a restart are the ids alone, among the drafts of the account.
 */
import type { Appointment, AppointmentId, Backend } from '$/backend';
import { refusalFrom } from '$/backend/backend';

const DRAFT = 'clipboard';

/** As many as are seen at once. */
export const MOST_PARKED = 6;

/** A visit that can still be put elsewhere. */
type IsMovable = (appointment: Appointment) => boolean;

export class Clipboard {
  readonly #backend: Backend;
  readonly #isMovable: IsMovable;
  /** One after the other, so that the last state is the one that is kept. */
  #keeping: Promise<unknown> = Promise.resolve();
  /** Grows when somebody else sits down: answers to the one before are not taken in. */
  #turn = 0;

  /** The one set aside first stands first. */
  parked: readonly Appointment[] = $state.raw([]);

  constructor(backend: Backend, isMovable: IsMovable) {
    this.#backend = backend;
    this.#isMovable = isMovable;
  }

  has(id: AppointmentId): boolean {
    return this.parked.some((visit) => visit.id === id);
  }

  /** Whether it is there now. */
  park(visit: Appointment): boolean {
    if (this.has(visit.id)) return true;
    if (this.parked.length >= MOST_PARKED || !this.#isMovable(visit)) return false;
    this.#set([...this.parked, visit]);
    return true;
  }

  unpark(id: AppointmentId): void {
    if (this.has(id)) this.#set(this.parked.filter((visit) => visit.id !== id));
  }

  /** The one after this, and the first after the last. */
  after(id: AppointmentId | undefined): Appointment | undefined {
    const at = this.parked.findIndex((visit) => visit.id === id);
    return this.parked[(at + 1) % this.parked.length];
  }

  /** Finds what this account had set aside. */
  async restore(): Promise<void> {
    const turn = this.#turn;
    const { drafts } = await this.#backend.call('drafts.list', {});
    const body = drafts.find(({ name }) => name === DRAFT)?.body;
    const ids = Array.isArray(body) ? body.filter((id) => typeof id === 'string') : [];
    const visits = await Promise.all(ids.map((id) => this.#read(id)));
    if (turn !== this.#turn) return;
    const found = visits.filter((visit) => typeof visit === 'object');
    this.parked = [...found, ...this.parked.filter(({ id }) => !ids.includes(id))];
  }

  /** Reads each again after a change: one that was moved shows where it is now, one that cannot be moved any more goes. */
  async refresh(): Promise<void> {
    const turn = this.#turn;
    const before = this.parked;
    if (before.length === 0) return;
    const visits = new Map(await Promise.all(before.map(async (visit) => [visit.id, await this.#read(visit.id)] as const)));
    if (turn !== this.#turn) return;
    const now = this.parked.flatMap((visit) => {
      const read = visits.get(visit.id) ?? 'unknown';
      return read === 'gone' ? [] : [read === 'unknown' ? visit : read];
    });
    if (now.length < this.parked.length) this.#set(now);
    else this.parked = now;
  }

  /** Somebody else sits down: it goes from the screen and stays with the one who set it aside. */
  leave(): void {
    this.#turn += 1;
    this.parked = [];
  }

  #set(visits: readonly Appointment[]): void {
    this.parked = visits;
    const ids = visits.map(({ id }) => id);
    const keep = () =>
      ids.length === 0 ? this.#backend.call('drafts.discard', { name: DRAFT }) : this.#backend.call('drafts.save', { name: DRAFT, body: ids });
    // Keeping is a courtesy: if it fails, what is on the screen is still there.
    this.#keeping = this.#keeping.then(keep).catch(() => undefined);
  }

  /** `gone` when there is none to be moved, `unknown` when the desk did not answer. */
  async #read(id: AppointmentId): Promise<Appointment | 'gone' | 'unknown'> {
    try {
      const { appointment } = await this.#backend.call('appointments.get', { id });
      return this.#isMovable(appointment) ? appointment : 'gone';
    } catch (error) {
      return refusalFrom(error).code === 'not_found' ? 'gone' : 'unknown';
    }
  }
}
