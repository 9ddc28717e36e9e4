/** Booking a rep, or another time for a visit: who, with whom, when; what the desk says of it, and the next times that fit. */
import {
  backend,
  type Doctor,
  type FreeTime,
  type Rep,
  type RepVisitDetail,
  type RepVisitReply,
  type Verdict,
  type WallDate,
  type WallTime,
  type Written,
} from '$/backend';
import { Latest } from '$/lib/latest';
import { Form } from '$/lib/form.svelte';

/** How the panel may be opened. */
export interface Opening {
  today: WallDate;
  rep?: string | undefined;
  doctor?: string | undefined;
  date?: WallDate | undefined;
  start?: WallTime | undefined;
}

class RepBooking {
  isOpen = $state(false);
  /** The visit that gets another time. */
  moving: RepVisitDetail | undefined = $state.raw();
  reps: readonly Rep[] = $state.raw([]);
  doctors: readonly Doctor[] = $state.raw([]);
  today: WallDate = $state('');

  rep: string | undefined = $state();
  doctor: string | undefined = $state();
  date: WallDate | undefined = $state();
  start: WallTime | undefined = $state();
  minutes: number | undefined = $state();
  products = $state('');
  overbookReason = $state('');

  verdict: Verdict | undefined = $state.raw();
  /** The next free times, while no time of one doctor is asked about. */
  free: readonly FreeTime[] = $state.raw([]);
  asking = $state(false);
  readonly form = new Form();
  readonly #checking = new Latest<Verdict | { free: FreeTime[] }>();

  readonly isComplete = $derived(
    this.rep !== undefined && this.doctor !== undefined && this.date !== undefined && this.start !== undefined && this.minutes !== undefined,
  );
  /** The times to choose from: those beside a refusal, or the next ones. */
  readonly times = $derived<readonly FreeTime[]>(this.verdict === undefined ? this.free : this.verdict.ok ? [] : this.verdict.suggestions);

  open({ today, rep, doctor, date, start }: Opening): void {
    this.#clear();
    this.today = today;
    this.rep = rep;
    this.doctor = doctor;
    this.date = date;
    this.start = start;
    this.isOpen = true;
    void this.#load();
  }

  reschedule(visit: RepVisitDetail): void {
    this.open({ today: visit.date, rep: visit.rep_id, doctor: visit.doctor_id, date: visit.date });
    this.minutes = visit.minutes;
    this.moving = visit;
  }

  close(): void {
    this.#checking.drop();
    this.isOpen = false;
  }

  #clear(): void {
    this.moving = undefined;
    this.verdict = undefined;
    this.free = [];
    this.minutes = undefined;
    this.products = '';
    this.overbookReason = '';
    this.form.forget();
  }

  async #load(): Promise<void> {
    // Without the lists nothing can be chosen; the fields stay empty and say so.
    const [{ reps }, { doctors }] = await Promise.all([backend.call('reps.list', {}), backend.call('doctors.list', { include_inactive: false })]);
    this.reps = reps;
    this.doctors = doctors;
    this.doctor ??= doctors.length === 1 ? doctors[0]?.id : undefined;
    this.minutes ??= doctors.find(({ id }) => id === this.doctor)?.default_visit_minutes ?? 15;
  }

  /** Asks the desk about what stands in the fields. */
  async ask(): Promise<void> {
    const { rep, doctor, date, start, minutes } = this;
    if (rep === undefined || minutes === undefined) {
      this.verdict = undefined;
      this.free = [];
      return;
    }
    this.asking = true;
    try {
      const answer = await this.#checking.ask(() =>
        doctor !== undefined && date !== undefined && start !== undefined
          ? backend.call('rep_visits.check', { rep_id: rep, doctor_id: doctor, date, start, minutes, later_hour: null, moving: this.moving?.id ?? null })
          : backend.call('appointments.next_free', { rep_id: rep, doctor_id: doctor ?? null, from: date ?? null, not_before: start ?? null, minutes, count: 5 }).then(({ free_times }) => ({ free: free_times })),
      );
      if (answer === undefined) return;
      this.verdict = 'free' in answer ? undefined : answer;
      this.free = 'free' in answer ? answer.free : [];
      this.asking = false;
    } catch {
      // The booking itself says what is wrong, where somebody can act on it.
      this.verdict = undefined;
      this.free = [];
      this.asking = false;
    }
  }

  take({ date, start, doctor_id }: FreeTime): void {
    this.doctor = doctor_id;
    this.date = date;
    this.start = start;
  }

  /** Sends it: as a visit, as a request, or over a refusal. Answers nothing when the desk said no. */
  async send(how: 'book' | 'request' | 'overbook'): Promise<Written<RepVisitReply> | undefined> {
    const { rep, doctor, date, start, minutes, moving } = this;
    if (rep === undefined || doctor === undefined || date === undefined || start === undefined || minutes === undefined) return undefined;
    const overbook_reason = how === 'overbook' ? this.overbookReason.trim() : null;
    let reply: Written<RepVisitReply> | undefined;
    const products = this.products.split(/[,،]/).map((name) => name.trim()).filter((name) => name !== '');
    const done = await this.form.send(async () => {
      reply = moving
        ? await backend.call('rep_visits.reschedule', { id: moving.id, doctor_id: doctor, date, start, minutes, approve: false, overbook_reason, later_hour: null })
        : await backend.call('rep_visits.book', {
            rep_id: rep,
            doctor_id: doctor,
            date,
            start,
            minutes,
            products,
            attendees: [],
            as_request: how === 'request',
            overbook_reason,
            later_hour: null,
          });
    });
    if (!done) return undefined;
    this.close();
    return reply;
  }
}

export const booking = new RepBooking();
