/**
 * A booking in the making: one line and a few fields say who, when, how long and with whom; the desk says at every change
 * whether it fits and what is free instead. Knows no DOM. Long because it is one conversation, each turn of which changes the next.
 */
import type {
  AppointmentReply,
  Backend,
  BookSeries,
  Day,
  DoctorDay,
  DoctorId,
  FreeTime,
  PatientHit,
  SeriesReply,
  Verdict,
  WallDate,
  Written,
} from '$/backend';
import { refusalFrom } from '$/backend/backend';
import { minutesOf, timeAt } from '$/lib/dates';
import { Latest } from '$/lib/latest';
import type { Minute } from '$/lib/minute';
import { askDesk, type BookingAnswer } from './answer';
import { keepDraft, type BookingDraft } from './draft';
import { PatientFinder } from './finder.svelte';
import { readSlot, type SlotReading } from './grammar/read-slot';
import { placeOf, withoutGaps, type Place } from './place';
import { Registration } from './registration.svelte';
import { Repetition } from './repetition.svelte';

/** Where a booking may start from: a slot of the board, a patient's chart, or nothing but today. */
export interface Opening {
  today: WallDate;
  date?: WallDate;
  doctor?: DoctorId;
  start?: Minute;
  minutes?: number;
  patient?: PatientHit;
  /** The day as it is on the screen, if it is: its doctors can be named at once. */
  day?: Day;
}

export type BookingStatus =
  | { kind: 'closed' }
  | { kind: 'writing' }
  | { kind: 'registering'; registration: Registration }
  | { kind: 'overbooking'; reason: string }
  | { kind: 'sending' };

/** As many free times as fit in a row; "more times" asks for as many again. */
const TIMES_AT_ONCE = 3;
const MOST_TIMES = 9;

export interface BookingEvents {
  /** After the desk said yes. */
  booked(reply: Written<AppointmentReply>): void;
  bookedSeries(reply: Written<SeriesReply>): void;
  /** Anything the panel itself cannot show. */
  failed(error: unknown): void;
}

export class Booking {
  readonly #backend: Backend;
  readonly #events: BookingEvents;
  readonly #asking = new Latest<BookingAnswer>();
  readonly #readingDay = new Latest<Day>();
  readonly #draft: ReturnType<typeof keepDraft>;
  #answering: Promise<void> = Promise.resolve();
  #asked = '';
  /** The day that is being read. */
  #dayAsked: WallDate = '';

  readonly finder: PatientFinder;
  readonly repetition: Repetition;
  status: BookingStatus = $state.raw({ kind: 'closed' });
  text: string = $state('');
  reason: string = $state('');
  /** Held from afar. */
  online: boolean = $state(false);
  answer: BookingAnswer = $state.raw({ kind: 'none' });
  /** The columns and counts of the day in question. */
  day: Day | undefined = $state.raw();
  #today: WallDate = $state('');
  #given: Place = $state.raw({});
  #byHand: Place = $state.raw({});
  #laterHour: boolean | undefined = $state();
  #timesWanted: number = $state(TIMES_AT_ONCE);

  readonly reading: SlotReading = $derived(readSlot(this.text, { today: this.#today, doctors: this.#names() }));
  /** What was chosen by hand last, over what the line says, over where it was opened. */
  readonly place: Place = $derived({ ...this.#given, ...withoutGaps(this.reading), ...this.#byHand });

  constructor(backend: Backend, events: BookingEvents) {
    this.#backend = backend;
    this.#events = events;
    this.finder = new PatientFinder(backend);
    this.repetition = new Repetition(backend);
    this.#draft = keepDraft(backend);
  }

  // ── Open and close ──

  open(opening: Opening): void {
    this.#today = opening.today;
    this.#given = withoutGaps({ doctor: opening.doctor, date: opening.date, start: opening.start, minutes: opening.minutes });
    if (this.status.kind === 'closed') this.#clear();
    // A slot clicked while the panel is open is a choice by hand: it wins over what the line said before.
    else this.#byHand = this.#given;
    if (opening.patient) this.finder.pick(opening.patient);
    this.status = { kind: 'writing' };
    if (opening.day) this.day = opening.day;
    if (this.day?.date !== this.date) void this.#readDay();
    this.#ask();
  }

  #clear(): void {
    this.text = '';
    this.reason = '';
    this.online = false;
    this.#byHand = {};
    this.#laterHour = undefined;
    this.#timesWanted = TIMES_AT_ONCE;
    this.answer = { kind: 'none' };
    this.#asked = '';
    this.finder.clear();
    this.repetition.clear();
  }

  close(): void {
    if (this.status.kind === 'closed') return;
    this.status = { kind: 'closed' };
    this.#asking.drop();
    this.#draft.drop();
    this.#clear();
  }

  /** Somebody else sits down: what was written goes from the screen and stays with the one who wrote it. */
  leave(): void {
    this.status = { kind: 'closed' };
    this.#asking.drop();
    this.#draft.leave();
    this.day = undefined;
    this.#clear();
  }

  get isOpen(): boolean {
    return this.status.kind !== 'closed';
  }

  /** Whether the line ends in a word that may still grow. */
  get endsInWord(): boolean {
    return /\S$/.test(this.text);
  }

  // ── What it is about ──

  #names() {
    return this.columns.map(({ doctor_id, full_name, second_name }) => ({
      id: doctor_id,
      names: second_name === null ? [full_name] : [full_name, second_name],
    }));
  }

  get columns(): readonly DoctorDay[] {
    return this.day?.columns ?? [];
  }

  get doctor(): DoctorDay | undefined {
    return this.columns.find((column) => column.doctor_id === this.place.doctor);
  }

  get today(): WallDate {
    return this.#today;
  }

  get date(): WallDate {
    return this.place.date ?? this.#today;
  }

  get minutes(): number {
    return this.place.minutes ?? this.doctor?.default_visit_minutes ?? 15;
  }

  /** The same as a person sees it: with any doctor it is what the first time on offer takes. */
  get shownMinutes(): number {
    const any = this.place.minutes === undefined && this.place.doctor === undefined;
    return (any ? this.times[0]?.minutes : undefined) ?? this.minutes;
  }

  /** The day in question takes no more patients of this doctor: seen before any time is picked. */
  get fullDay(): { booked: number; cap: number } | undefined {
    const { doctor, day } = this;
    if (!doctor || doctor.max_patients === null || day?.date !== this.date || doctor.patients_booked < doctor.max_patients) return undefined;
    return { booked: doctor.patients_booked, cap: doctor.max_patients };
  }

  /** Whether the patient can only wait for a time: the day is full, or nothing near is free. */
  get canOnlyWait(): boolean {
    const { answer } = this;
    const nothing = this.times.length === 0 && (answer.kind === 'times' || (answer.kind === 'verdict' && !answer.verdict.ok));
    return nothing || this.fullDay !== undefined || this.verdict?.code === 'booking.day_full';
  }

  /** The free times on offer, numbered from 1 in this order. */
  get times(): readonly FreeTime[] {
    const { answer } = this;
    if (answer.kind === 'times') return answer.times;
    return answer.kind === 'verdict' && !answer.verdict.ok ? answer.verdict.suggestions.slice(0, this.#timesWanted) : [];
  }

  get verdict(): Verdict | undefined {
    return this.answer.kind === 'verdict' ? this.answer.verdict : undefined;
  }

  /** What the place on the board looks like, once there is one. */
  get wanted(): (FreeTime & { ok: boolean }) | undefined {
    const { doctor, start } = this.place;
    if (doctor === undefined || start === undefined || !this.verdict) return undefined;
    return { doctor_id: doctor, date: this.date, start: timeAt(start), minutes: this.minutes, ok: this.verdict.ok };
  }

  /** What is to be booked again and again; nothing while a part of it is missing. */
  get series(): BookSeries | undefined {
    const { repeats } = this.repetition;
    const patient = this.finder.picked;
    const time = this.#wantedTime() ?? this.times[0];
    if (!repeats || !patient || !time) return undefined;
    const { doctor_id, date, start, minutes } = time;
    return { doctor_id, patient_id: patient.id, date, start, minutes, repeats, choices: [] };
  }

  repeat(): void {
    if (this.status.kind !== 'writing') return;
    this.repetition.on = true;
    this.#draft.keep(this.#asDraft());
  }

  repeatNot(): void {
    this.repetition.fold();
    this.#draft.keep(this.#asDraft());
  }

  write(text: string): void {
    const before = this.reading;
    this.text = text;
    const { reading } = this;
    // What the line now says anew is newer than what was chosen by hand.
    const byHand = { ...this.#byHand };
    for (const part of ['doctor', 'date', 'start', 'minutes'] as const) {
      if (reading[part] !== before[part]) delete byHand[part];
    }
    this.#byHand = byHand;
    if (reading.patient !== this.finder.text) this.finder.find(reading.patient);
    this.#changed();
  }

  /** Sets one part by hand; `undefined` means none: any doctor, any time. */
  choose(part: Place): void {
    this.#byHand = { ...this.#byHand, ...part };
    this.#changed();
  }

  describe(reason: string): void {
    this.reason = reason;
    this.#draft.keep(this.#asDraft());
  }

  holdOnline(online: boolean): void {
    this.online = online;
    this.#changed();
  }

  chooseHour(hour: 'first' | 'second'): void {
    this.#laterHour = hour === 'second';
    this.#asked = '';
    this.#changed();
  }

  pick(hit: PatientHit | undefined): void {
    this.finder.pick(hit);
    this.#changed();
  }

  otherPatient(): void {
    this.finder.unpick();
    this.status = { kind: 'writing' };
  }

  moreTimes(): void {
    this.#timesWanted = Math.min(this.#timesWanted + TIMES_AT_ONCE, MOST_TIMES);
    this.#asked = '';
    this.#ask();
  }

  #changed(): void {
    if (this.status.kind === 'overbooking') this.status = { kind: 'writing' };
    if (this.day?.date !== this.date) void this.#readDay();
    this.#ask();
    this.#draft.keep(this.#asDraft());
  }

  async #readDay(): Promise<void> {
    const { date } = this;
    if (date === this.#dayAsked) return;
    this.#dayAsked = date;
    const day = await this.#readingDay.ask(() => this.#backend.call('agenda.day', { date })).catch(() => undefined);
    if (date === this.#dayAsked) this.#dayAsked = '';
    if (!day) return;
    this.day = day;
    this.#today = day.today;
    if (!this.isOpen) return;
    // The doctors' names and usual lengths came with it: the line may mean more now, and less of it the patient.
    if (this.reading.patient !== this.finder.text) this.finder.find(this.reading.patient);
    this.#ask();
  }

  // ── Asking the desk ──

  /** Asks again after something at the desk changed. */
  askAgain(): void {
    if (!this.isOpen || this.status.kind === 'sending') return;
    this.#asked = '';
    void this.#readDay();
    void this.finder.readAgain();
    this.#ask();
    this.repetition.plan.again();
  }

  #ask(): void {
    const { doctor, start } = this.place;
    const question = JSON.stringify([doctor, this.date, start, this.minutes, this.finder.picked?.id, this.#laterHour, this.online, this.#timesWanted]);
    if (question === this.#asked) return;
    this.#asked = question;
    this.#answering = this.#asking
      .ask(() =>
        askDesk(this.#backend, {
          ...this.place,
          date: this.date,
          patient: this.finder.picked?.id,
          minutesHere: this.minutes,
          laterHour: this.#laterHour,
          online: this.online,
          times: this.#timesWanted,
        }),
      )
      .catch((error: unknown): BookingAnswer => ({ kind: 'failed', error }))
      .then((answer) => {
        if (answer && this.isOpen) this.answer = answer;
      });
  }

  /** Resolves when the answer is to what stands there now. */
  async settled(): Promise<void> {
    await this.finder.settled().catch(() => undefined);
    let waited: Promise<void>;
    do {
      waited = this.#answering;
      await waited;
    } while (waited !== this.#answering);
  }

  // ── Doing it ──

  /** Enter: pick the marked patient; then book what was asked for if it fits, else the first free time. */
  async enter(): Promise<void> {
    const { status } = this;
    if (status.kind === 'closed' || status.kind === 'sending') return;
    if (status.kind === 'registering') return this.register();
    await this.settled();
    if (!this.finder.picked) {
      const marked = this.finder.hits[this.finder.marked];
      if (marked) this.pick(marked);
      else if (this.finder.text !== '') this.beginRegistering();
      return;
    }
    if (this.repetition.on) return this.#sendSeries();
    if (status.kind === 'overbooking') return this.#send(this.#wantedTime(), status.reason);
    if (this.verdict?.ok) return this.#send(this.#wantedTime());
    return this.take(0);
  }

  /** Takes one of the offered times, counted from 0. */
  async take(place: number): Promise<void> {
    await this.settled();
    const time = this.times[place];
    if (!time) return;
    if (this.finder.picked) return this.#send(time);
    // Nobody to book it for yet: the time is chosen and the patient follows.
    this.choose({ doctor: time.doctor_id, date: time.date, start: minutesOf(time.start), minutes: time.minutes });
  }

  #wantedTime(): FreeTime | undefined {
    const { doctor, start } = this.place;
    if (doctor === undefined || start === undefined) return undefined;
    return { doctor_id: doctor, date: this.date, start: timeAt(start), minutes: this.minutes };
  }

  async #send(time: FreeTime | undefined, overbookReason?: string): Promise<void> {
    const patient = this.finder.picked;
    const back = this.status;
    if (!time || !patient || back.kind === 'sending') return;
    this.status = { kind: 'sending' };
    try {
      const reply = await this.#backend.call('appointments.book', {
        ...time,
        patient_id: patient.id,
        reason: this.reason === '' ? null : this.reason,
        symptoms: [],
        kind: this.online ? 'online' : null,
        overbook_reason: overbookReason ?? null,
        later_hour: this.#laterHour ?? null,
      });
      this.close();
      this.#events.booked(reply);
    } catch (error) {
      this.status = back;
      // Somebody was faster, or the day changed: the five steps say it better than a message.
      if (refusalFrom(error).code.startsWith('booking.') && overbookReason === undefined) this.choose(placeOf(time));
      else this.#events.failed(error);
      this.askAgain();
    }
  }

  /** Books all visits of the series as they are shown; does nothing while one of them clashes. */
  async #sendSeries(): Promise<void> {
    const { plan } = this.repetition;
    await plan.settled();
    const { series } = this;
    if (!series || plan.preview?.ready !== true || this.status.kind !== 'writing') return;
    this.status = { kind: 'sending' };
    try {
      const reason = this.reason === '' ? null : this.reason;
      const reply = await this.#backend.call('series.book', { ...series, choices: [...plan.choices], reason, kind: this.online ? 'online' : null });
      this.close();
      this.#events.bookedSeries(reply);
    } catch (error) {
      this.status = { kind: 'writing' };
      // Somebody was faster: the days say it better than a message.
      if (refusalFrom(error).code !== 'series.clashes') this.#events.failed(error);
      this.askAgain();
    }
  }

  beginOverbooking(): void {
    if (this.verdict?.may_overbook) this.status = { kind: 'overbooking', reason: '' };
  }

  giveReason(reason: string): void {
    if (this.status.kind === 'overbooking') this.status = { kind: 'overbooking', reason };
  }

  beginRegistering(): void {
    const registration = new Registration(this.#backend, this.finder.text);
    this.status = { kind: 'registering', registration };
    void registration.lookForDuplicates();
  }

  async register(): Promise<void> {
    const { status } = this;
    if (status.kind !== 'registering') return;
    const patient = await status.registration.register();
    if (!patient) return;
    this.status = { kind: 'writing' };
    this.pick(patient);
  }

  /** Escape: one step back, and closed when there is none. */
  back(): void {
    if (this.status.kind === 'registering' || this.status.kind === 'overbooking') this.status = { kind: 'writing' };
    else this.close();
  }

  // ── The draft, kept over a lock ──

  #asDraft(): BookingDraft {
    return {
      text: this.text,
      reason: this.reason,
      online: this.online,
      place: { ...this.#given, ...this.#byHand },
      patient: this.finder.picked ?? null,
      repeats: this.repetition.asDraft(),
    };
  }

  /** Opens what was left unfinished, if anything was. */
  async restore(today: WallDate): Promise<void> {
    if (this.isOpen) return;
    const draft = await this.#draft.read();
    if (!draft || this.isOpen) return;
    this.open({ today, ...draft.place, date: draft.place.date !== undefined && draft.place.date < today ? today : draft.place.date });
    this.text = draft.text;
    this.reason = draft.reason;
    this.online = draft.online;
    this.finder.find(this.reading.patient);
    if (draft.patient) this.finder.pick(draft.patient);
    if (draft.repeats) this.repetition.restore(draft.repeats);
    this.#ask();
  }
}
