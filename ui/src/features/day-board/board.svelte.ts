/**
 * The day board without its drawing: which day, what stands on it, where the cursor is, what is selected, and what is being
 * done with the pointer or the keys. Knows no DOM; the components render it and report events to it.
 */
import type { AppointmentReply, Backend, Commands, Day, DoctorDay, DoctorId, Instant, Verdict, WallDate, Written } from '$/backend';
import { addDays, minutesOf, timeAt } from '$/lib/dates';
import { Latest } from '$/lib/latest';
import type { Minute } from '$/lib/minute';
import { moveCursor, stopAt, stopsOf, type Cursor, type CursorStep, type Stop } from './cursor';
import { SLOT_MINUTES, SNAP_MINUTES, snapDown, snapNear, visibleRange, type VisibleRange } from './geometry';
import { laneOut, WHOLE_COLUMN, type Lane } from './lanes';
import { regionsOf, wholeDayClosure, type Region } from './regions';
import { boardVisits, type BoardVisit, type PatientVisit } from './visits';

export interface BoardColumn {
  doctor: DoctorDay;
  regions: Region[];
  visits: (BoardVisit & { place: Lane })[];
  stops: Stop[];
  closedAllDay: boolean;
}

export type BoardLoad = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: unknown };

/** A place on the board. */
export interface Slot {
  doctor: DoctorId;
  from: Minute;
}

/** What the desk says about the place a visit would go to. */
export type Asked = { kind: 'asking' } | { kind: 'home' } | { kind: 'answered'; verdict: Verdict } | { kind: 'unknown' };

export type BoardStatus =
  | { kind: 'resting' }
  /** A length is being drawn over free time. */
  | { kind: 'drawing'; doctor: DoctorId; anchor: Minute; from: Minute; until: Minute }
  /** A visit is being taken elsewhere. `grip` is how far below its start the pointer holds it. */
  | { kind: 'moving'; by: 'pointer' | 'keys'; visit: PatientVisit; date: WallDate; to: Slot; grip: number; asked: Asked }
  /** The move was sent and waits for the desk. */
  | { kind: 'settling'; visit: PatientVisit; date: WallDate; to: Slot };

export interface Clock {
  /** Now, in milliseconds since 1970 UTC. */
  now(): Instant;
}

type MoveCommand = Commands['appointments.move']['input'];

export class Board {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #reading = new Latest<Day>();
  readonly #checking = new Latest<Verdict>();
  #answeredAt: Instant = 0;

  load: BoardLoad = $state.raw({ kind: 'loading' });
  /** The day on the screen; while another one is read, still the one before. */
  day: Day | undefined = $state.raw();
  /** The day that was asked for. */
  date: WallDate | undefined = $state();
  status: BoardStatus = $state.raw({ kind: 'resting' });
  /** Key of the selected visit. */
  selected: string | undefined = $state();
  /** Minutes since the desk answered, so that the now-line and the waiting times go on between answers. */
  #elapsed: number = $state(0);
  #cursor: Cursor | undefined = $state.raw();

  readonly range: VisibleRange = $derived(this.day ? visibleRange(this.day) : { from: 9 * 60, until: 17 * 60 });
  readonly visits: ReadonlyMap<string, BoardVisit> = $derived(
    new Map(this.day ? boardVisits(this.day).map((visit) => [visit.key, visit]) : []),
  );
  readonly columns: BoardColumn[] = $derived.by(() => this.#columns());

  constructor(backend: Backend, clock: Clock = { now: () => Date.now() }) {
    this.#backend = backend;
    this.#clock = clock;
  }

  // ── The day ──

  /** Shows a day. Until it is read the day before stays, so that nothing flashes. */
  async open(date: WallDate): Promise<void> {
    if (date !== this.date) {
      this.date = date;
      this.selected = undefined;
      if (this.status.kind === 'drawing') this.status = { kind: 'resting' };
    }
    await this.read();
  }

  /** Reads the day again: after a change, here or elsewhere. */
  async read(): Promise<void> {
    const { date } = this;
    if (date === undefined) return;
    try {
      const day = await this.#reading.ask(() => this.#backend.call('agenda.day', { date }));
      if (day === undefined) return;
      this.#answeredAt = this.#clock.now();
      this.#elapsed = 0;
      this.day = day;
      this.load = { kind: 'ready' };
      if (this.selected !== undefined && !this.visits.has(this.selected)) this.selected = undefined;
    } catch (error) {
      this.load = { kind: 'failed', error };
    }
  }

  /** Forgets everything: somebody else sits down. */
  leave(): void {
    this.#reading.drop();
    this.#checking.drop();
    this.day = undefined;
    this.date = undefined;
    this.load = { kind: 'loading' };
    this.status = { kind: 'resting' };
    this.selected = undefined;
    this.#cursor = undefined;
  }

  /** No doctor has hours on this day and nothing is booked. */
  get nobodyWorks(): boolean {
    const { columns } = this;
    // A day that is closed for everybody says so, and why, in every column.
    return this.visits.size === 0 && columns.every(({ doctor }) => doctor.open.length === 0) && columns.some((column) => !column.closedAllDay);
  }

  step(days: number): Promise<void> {
    return this.date === undefined ? Promise.resolve() : this.open(addDays(this.date, days));
  }

  get isToday(): boolean {
    return this.day !== undefined && this.day.date === this.day.today;
  }

  /** The time on the wall; only of today, since on another day there is no now. */
  get now(): Minute | undefined {
    return this.day && this.isToday ? Math.min(minutesOf(this.day.now) + this.#elapsed, 24 * 60) : undefined;
  }

  /** Minutes since an instant. */
  minutesSince(instant: Instant): number {
    return Math.max(0, Math.floor((this.#answeredAt - instant) / 60_000 + this.#elapsed));
  }

  /** Lets time pass. Call every few seconds; past midnight the day is read again. */
  tick(): void {
    if (!this.day) return;
    this.#elapsed = Math.floor((this.#clock.now() - this.#answeredAt) / 60_000);
    if (minutesOf(this.day.now) + this.#elapsed >= 24 * 60) void this.read();
  }

  #columns(): BoardColumn[] {
    const { day, range } = this;
    if (!day) return [];
    const byDoctor = new Map<DoctorId, BoardVisit[]>(day.columns.map(({ doctor_id }) => [doctor_id, []]));
    for (const visit of this.visits.values()) byDoctor.get(visit.doctor)?.push(visit);
    return day.columns.map((doctor) => {
      const visits = byDoctor.get(doctor.doctor_id) ?? [];
      const lanes = laneOut(visits, (visit) => visit.look !== 'overbooked' && visit.look !== 'clash');
      const placed = visits.map((visit) => ({ ...visit, place: lanes.get(visit.key) ?? WHOLE_COLUMN }));
      placed.sort((a, b) => a.from - b.from || a.place.lane - b.place.lane);
      return {
        doctor,
        visits: placed,
        regions: regionsOf(doctor, range),
        stops: stopsOf(placed, range),
        closedAllDay: wholeDayClosure(doctor) !== undefined,
      };
    });
  }

  // ── Cursor and selection ──

  readonly #cursorColumns = $derived(this.columns.map(({ doctor, stops }) => ({ doctor: doctor.doctor_id, stops })));

  /** Where the keyboard stands. Before it was used: now, or the first open time, of the first doctor who is there. */
  readonly cursor: Cursor | undefined = $derived.by(() => this.#findCursor());

  #findCursor(): Cursor | undefined {
    const held = this.#cursor;
    if (held && this.columns.some((column) => column.doctor.doctor_id === held.doctor)) return held;
    const column = this.columns.find((each) => each.doctor.open.length > 0) ?? this.columns[0];
    if (!column) return undefined;
    const opens = column.regions.find((region) => region.kind === 'open')?.from ?? this.range.from;
    const minute = Math.min(Math.max(this.now ?? opens, this.range.from), this.range.until - 1);
    const stop = stopAt({ doctor: column.doctor.doctor_id, stops: column.stops }, { minute });
    return { doctor: column.doctor.doctor_id, minute: stop?.from ?? minute, visit: stop?.visit };
  }

  /** Whether somebody put the cursor where it is, by key or by click. */
  get cursorUsed(): boolean {
    return this.#cursor !== undefined;
  }

  readonly cursorStop: Stop | undefined = $derived.by(() => {
    const { cursor } = this;
    const column = cursor && this.#cursorColumns.find(({ doctor }) => doctor === cursor.doctor);
    return column && stopAt(column, cursor);
  });

  moveCursor(step: CursorStep): void {
    const { cursor } = this;
    if (!cursor) return;
    this.#cursor = moveCursor(this.#cursorColumns, cursor, step);
    this.selected = this.#cursor.visit ?? this.selected;
  }

  putCursor(doctor: DoctorId, minute: Minute, visit?: string): void {
    this.#cursor = { doctor, minute, visit };
  }

  select(key: string | undefined): void {
    this.selected = key;
    const visit = key === undefined ? undefined : this.visits.get(key);
    if (visit) this.putCursor(visit.doctor, visit.from, visit.key);
  }

  get selectedVisit(): BoardVisit | undefined {
    return this.selected === undefined ? undefined : this.visits.get(this.selected);
  }

  // ── Drawing a length over free time ──

  beginDrawing(doctor: DoctorId, minute: Minute): void {
    const column = this.columns.find((each) => each.doctor.doctor_id === doctor);
    const usual = column?.doctor.default_visit_minutes ?? SLOT_MINUTES;
    const from = this.#startNear(column, minute);
    this.status = { kind: 'drawing', doctor, anchor: from, from, until: Math.min(from + usual, this.range.until) };
  }

  /** A click means the slot it falls in; beside an odd end, the time that is left there. */
  #startNear(column: BoardColumn | undefined, minute: Minute): Minute {
    const stop = column && stopAt({ doctor: column.doctor.doctor_id, stops: column.stops }, { minute });
    return stop && stop.visit === undefined ? stop.from : snapDown(minute, SLOT_MINUTES);
  }

  draw(minute: Minute): void {
    const { status } = this;
    if (status.kind !== 'drawing') return;
    const to = snapNear(minute, SNAP_MINUTES);
    const from = Math.min(status.anchor, to);
    const until = Math.max(status.anchor, to);
    if (until - from >= SNAP_MINUTES) this.status = { ...status, from, until };
  }

  /** Ends the drawing and says what was drawn. */
  endDrawing(): (Slot & { minutes: number }) | undefined {
    const { status } = this;
    if (status.kind !== 'drawing') return undefined;
    this.status = { kind: 'resting' };
    return { doctor: status.doctor, from: status.from, minutes: status.until - status.from };
  }

  // ── Taking a visit elsewhere ──

  beginMove(key: string, by: 'pointer' | 'keys', grip = 0): boolean {
    const visit = this.visits.get(key);
    if (!visit || visit.kind !== 'patient' || !this.day) return false;
    const { status } = visit.appointment;
    if (status !== 'scheduled' && status !== 'confirmed') return false;
    this.select(key);
    const to = { doctor: visit.doctor, from: visit.from };
    this.status = { kind: 'moving', by, visit, date: this.day.date, to, grip, asked: { kind: 'home' } };
    return true;
  }

  /** The pointer is at this minute of this doctor's column. */
  carry(doctor: DoctorId, minute: Minute): void {
    if (this.status.kind !== 'moving') return;
    const length = this.status.visit.until - this.status.visit.from;
    const from = snapNear(minute - this.status.grip, SNAP_MINUTES);
    this.carryTo({ doctor, from: Math.min(Math.max(from, this.range.from), this.range.until - length) });
  }

  /** The keys step: a slot earlier or later, a doctor before or after. */
  carryStep(step: CursorStep): void {
    const { status } = this;
    if (status.kind !== 'moving') return;
    const doctors = this.columns.map((column) => column.doctor.doctor_id);
    const place = doctors.indexOf(status.to.doctor);
    const last = this.range.until - (status.visit.until - status.visit.from);
    const { from } = status.to;
    const onGrid = snapDown(from, SLOT_MINUTES);
    const target: Record<CursorStep, Slot> = {
      earlier: { ...status.to, from: from > onGrid ? onGrid : from - SLOT_MINUTES },
      later: { ...status.to, from: onGrid + SLOT_MINUTES },
      first: { ...status.to, from: this.range.from },
      last: { ...status.to, from: last },
      before: { from, doctor: doctors[place - 1] ?? status.to.doctor },
      after: { from, doctor: doctors[place + 1] ?? status.to.doctor },
    };
    const to = target[step];
    this.carryTo({ doctor: to.doctor, from: Math.min(Math.max(to.from, this.range.from), last) });
  }

  /** Carries the visit to a place of the day on the screen, or of the one given. */
  carryTo(to: Slot, date: WallDate = this.date ?? ''): void {
    const { status } = this;
    if (status.kind !== 'moving') return;
    if (to.doctor === status.to.doctor && to.from === status.to.from && date === status.date) return;
    const { visit } = status;
    const home = to.doctor === visit.doctor && to.from === visit.from && date === visit.appointment.date;
    this.status = { ...status, to, date, asked: home ? { kind: 'home' } : { kind: 'asking' } };
    if (home) this.#checking.drop();
    else void this.#check(visit, to, date);
  }

  /** After the board turned to another day while a visit is carried: ask about the same time there. */
  carryToDay(): void {
    if (this.status.kind === 'moving') this.carryTo(this.status.to);
  }

  async #check(visit: PatientVisit, to: Slot, date: WallDate): Promise<void> {
    const { appointment } = visit;
    const asked = await this.#checking
      .ask(() =>
        this.#backend.call('appointments.check', {
          doctor_id: to.doctor,
          patient_id: appointment.patient_id,
          date,
          start: timeAt(to.from),
          minutes: appointment.minutes,
          kind: appointment.kind,
          moving: appointment.id,
        }),
      )
      .then(
        (verdict): Asked | undefined => verdict && { kind: 'answered', verdict },
        (): Asked => ({ kind: 'unknown' }),
      );
    const { status } = this;
    if (asked === undefined || status.kind !== 'moving' || status.visit.key !== visit.key) return;
    this.status = { ...status, asked };
  }

  letGo(): void {
    if (this.status.kind === 'settling') return;
    this.#checking.drop();
    this.status = { kind: 'resting' };
  }

  /**
   * Puts the carried visit down. Nothing is sent where it came from, or where the desk just said no: it snaps back.
   *
   * Throws the desk's refusal when it says no only now.
   */
  async putDown(options: { overbook_reason?: string; later_hour?: boolean } = {}): Promise<Written<AppointmentReply> | 'home' | Verdict> {
    const { status } = this;
    if (status.kind !== 'moving' || status.asked.kind === 'home') {
      this.letGo();
      return 'home';
    }
    const { visit, to, date, asked } = status;
    const overrides = options.overbook_reason !== undefined || options.later_hour !== undefined;
    if (asked.kind === 'answered' && !asked.verdict.ok && !overrides) {
      this.letGo();
      return asked.verdict;
    }
    this.#checking.drop();
    this.status = { kind: 'settling', visit, date, to };
    const command: MoveCommand = { id: visit.appointment.id, doctor_id: to.doctor, date, start: timeAt(to.from), ...options };
    try {
      const moved = await this.#backend.call('appointments.move', command);
      await this.read();
      this.putCursor(to.doctor, to.from, visit.key);
      this.selected = visit.key;
      return moved;
    } finally {
      this.status = { kind: 'resting' };
    }
  }
}
