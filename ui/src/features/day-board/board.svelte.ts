/**
 * The board without its drawing: which day or which doctor's week, what stands on it, where the cursor is, what is selected, and what
 * is being done with the pointer or the keys. Knows no DOM; the components render it and report events to it.
 */
import { isMovable } from '$/app/visit-steps';
import type { Appointment, AppointmentReply, Backend, Commands, Day, DoctorId, Instant, Verdict, WallDate, Written } from '$/backend';
import { addDays, daysBetween, minutesOf, timeAt } from '$/lib/dates';
import { Latest } from '$/lib/latest';
import type { Minute } from '$/lib/minute';
import { startUnder, stepped } from './carrying';
import { moveCursor, stopAt, type Cursor, type CursorStep, type Stop } from './cursor';
import { SLOT_MINUTES, SNAP_MINUTES, snapDown, snapNear, visibleRange, type VisibleRange } from './geometry';
import { isSame, keyOf, takesOver, type Place, type Slot } from './place';
import { columnsOf, sheetOfDay, sheetOfWeek, type BoardColumn, type Sheet } from './sheet';
import { boardVisits, patientVisit, type BoardVisit, type PatientVisit } from './visits';

export type { BoardColumn } from './sheet';
export type { Place, Slot } from './place';

export type BoardLoad = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: unknown };

/** What the desk says about the place a visit would go to. */
export type Asked = { kind: 'asking' } | { kind: 'home' } | { kind: 'answered'; verdict: Verdict } | { kind: 'unknown' };

export type BoardStatus =
  | { kind: 'resting' }
  /** A length is being drawn over free time. */
  | { kind: 'drawing'; at: Place; anchor: Minute; from: Minute; until: Minute }
  /** A visit is being taken elsewhere. `grip` is how far below its start the pointer holds it. */
  | { kind: 'moving'; by: 'pointer' | 'keys'; visit: PatientVisit; to: Slot; grip: number; asked: Asked }
  /** The move was sent and waits for the desk. */
  | { kind: 'settling'; visit: PatientVisit; to: Slot };

export interface Clock {
  /** Now, in milliseconds since 1970 UTC. */
  now(): Instant;
}

type MoveCommand = Commands['appointments.move']['input'];

export class Board {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #reading = new Latest<Sheet>();
  readonly #checking = new Latest<Verdict>();
  #answeredAt: Instant = 0;

  load: BoardLoad = $state.raw({ kind: 'loading' });
  /** What is on the screen; while something else is read, still what was there before. */
  sheet: Sheet | undefined = $state.raw();
  /** The day that was asked for; of a week any of its days. */
  date: WallDate | undefined = $state();
  /** Whose week was asked for; nobody's where it is a day of all doctors. */
  doctor: DoctorId | undefined = $state();
  status: BoardStatus = $state.raw({ kind: 'resting' });
  /** What `sheet` was asked for. */
  #shown: { date: WallDate; doctor: DoctorId | undefined } | undefined;
  /** Resolves when what was turned to last is on the screen. */
  turned: Promise<void> = Promise.resolve();
  /** Key of the selected visit. */
  selected: string | undefined = $state();
  /** Minutes since the desk answered, so that the now-line and the waiting times go on between answers. */
  #elapsed: number = $state(0);
  #cursor: Cursor | undefined = $state.raw();

  readonly range: VisibleRange = $derived(
    this.sheet ? visibleRange({ ...this.sheet, columns: this.sheet.columns.map(({ doctor }) => doctor) }) : { from: 9 * 60, until: 17 * 60 },
  );
  readonly visits: ReadonlyMap<string, BoardVisit> = $derived(
    new Map(this.sheet ? boardVisits(this.sheet).map((visit) => [visit.key, visit]) : []),
  );
  readonly columns: BoardColumn[] = $derived(this.sheet ? columnsOf(this.sheet, this.visits.values(), this.range) : []);

  constructor(backend: Backend, clock: Clock = { now: () => Date.now() }) {
    this.#backend = backend;
    this.#clock = clock;
  }

  // ── The day or the week ──

  /** Shows a day, or its week where a doctor's week is shown. Until it is read what was there stays, so that nothing flashes. */
  async open(date: WallDate): Promise<void> {
    await this.turn(this.doctor, date);
  }

  /** Turns to the week of a doctor, or to a day of all of them. A visit that is carried comes along. */
  turn(doctor: DoctorId | undefined, date: WallDate): Promise<void> {
    if (date !== this.date || doctor !== this.doctor) {
      const stays = this.selectedVisit?.date === date || (doctor === this.doctor && this.willShow(date));
      this.#carryAhead(doctor, date);
      this.date = date;
      this.doctor = doctor;
      if (!stays) this.selected = undefined;
      if (this.status.kind === 'drawing') this.status = { kind: 'resting' };
    }
    return (this.turned = this.read());
  }

  /** Whether a day is on the board, or will be once what was turned to last is read. What still stands there meanwhile says nothing. */
  willShow(date: WallDate): boolean {
    if (date === this.date) return true;
    const isRead = this.#shown?.date === this.date && this.#shown?.doctor === this.doctor;
    return isRead && this.columns.some((column) => column.date === date);
  }

  /** Reads the same again: after a change, here or elsewhere. */
  async read(): Promise<void> {
    const { date, doctor } = this;
    if (date === undefined) return;
    try {
      const sheet = await this.#reading.ask(async () =>
        doctor === undefined
          ? sheetOfDay(await this.#backend.call('agenda.day', { date }))
          : sheetOfWeek(await this.#backend.call('agenda.week', { doctor_id: doctor, date })),
      );
      if (sheet === undefined) return;
      this.#shown = { date, doctor };
      this.#answeredAt = this.#clock.now();
      this.#elapsed = 0;
      this.sheet = sheet;
      this.load = { kind: 'ready' };
      if (this.selected !== undefined && !this.visits.has(this.selected)) this.selected = undefined;
      this.#carryAlong();
    } catch (error) {
      this.load = { kind: 'failed', error };
    }
  }

  /** Forgets everything: somebody else sits down. */
  leave(): void {
    this.#reading.drop();
    this.#checking.drop();
    this.sheet = undefined;
    this.date = undefined;
    this.doctor = undefined;
    this.load = { kind: 'loading' };
    this.status = { kind: 'resting' };
    this.selected = undefined;
    this.#cursor = undefined;
  }

  /** The day on the screen, where it is a day of all doctors. */
  get day(): Day | undefined {
    return this.sheet?.day;
  }

  get today(): WallDate | undefined {
    return this.sheet?.today;
  }

  /** No doctor has hours and nothing is booked. */
  get nobodyWorks(): boolean {
    const { columns } = this;
    // A day that is closed for everybody says so, and why, in every column.
    return this.visits.size === 0 && columns.every(({ doctor }) => doctor.open.length === 0) && columns.some((column) => !column.closedAllDay);
  }

  /** A day or a week on, or back. */
  step(by: number): Promise<void> {
    return this.date === undefined ? Promise.resolve() : this.open(addDays(this.date, this.doctor === undefined ? by : by * 7));
  }

  /** Whether it is today's day of all doctors. */
  get isToday(): boolean {
    return this.day !== undefined && this.day.date === this.day.today;
  }

  /** The time on the wall; only where today is on the screen, since on another day there is no now. */
  get now(): Minute | undefined {
    const { sheet } = this;
    return sheet?.columns.some(({ date }) => date === sheet.today) ? Math.min(minutesOf(sheet.now) + this.#elapsed, 24 * 60) : undefined;
  }

  /** Minutes since an instant. */
  minutesSince(instant: Instant): number {
    return Math.max(0, Math.floor((this.#answeredAt - instant) / 60_000 + this.#elapsed));
  }

  /** Lets time pass. Call every few seconds; past midnight everything is read again. */
  tick(): void {
    if (!this.sheet) return;
    this.#elapsed = Math.floor((this.#clock.now() - this.#answeredAt) / 60_000);
    if (minutesOf(this.sheet.now) + this.#elapsed >= 24 * 60) void this.read();
  }

  // ── Cursor and selection ──

  readonly #cursorColumns = $derived(this.columns.map(({ at, stops }) => ({ ...at, stops })));

  /** Where the keyboard stands. Before it was used: now, or the first open time, of the first column with hours. */
  readonly cursor: Cursor | undefined = $derived.by(() => this.#findCursor());

  #findCursor(): Cursor | undefined {
    const held = this.#cursor;
    const place = held && takesOver(this.#cursorColumns, held);
    if (held && place) return { ...held, doctor: place.doctor, date: place.date };
    const meant = this.sheet?.columns.some(({ date }) => date === this.sheet?.today) ? this.today : this.date;
    const open = this.columns.filter((each) => each.doctor.open.length > 0);
    const column = open.find((each) => each.date === meant) ?? open[0] ?? this.columns[0];
    if (!column) return undefined;
    const opens = column.regions.find((region) => region.kind === 'open')?.from ?? this.range.from;
    const now = column.date === this.today ? this.now : undefined;
    const minute = Math.min(Math.max(now ?? opens, this.range.from), this.range.until - 1);
    const stop = stopAt(column, { minute });
    return { ...column.at, minute: stop?.from ?? minute, visit: stop?.visit };
  }

  /** Whether somebody put the cursor where it is, by key or by click. */
  get cursorUsed(): boolean {
    return this.#cursor !== undefined;
  }

  readonly cursorStop: Stop | undefined = $derived.by(() => {
    const { cursor } = this;
    const column = cursor && this.columnAt(cursor);
    return column && stopAt(column, cursor);
  });

  columnAt(place: Place): BoardColumn | undefined {
    const key = keyOf(place);
    return this.columns.find((column) => column.key === key);
  }

  moveCursor(step: CursorStep): void {
    const { cursor } = this;
    if (!cursor) return;
    this.#cursor = moveCursor(this.#cursorColumns, cursor, step);
    this.selected = this.#cursor.visit ?? this.selected;
  }

  putCursor({ doctor, date }: Place, minute: Minute, visit?: string): void {
    this.#cursor = { doctor, date, minute, visit };
  }

  select(key: string | undefined): void {
    this.selected = key;
    const visit = key === undefined ? undefined : this.visits.get(key);
    if (visit) this.putCursor(visit, visit.from, visit.key);
  }

  get selectedVisit(): BoardVisit | undefined {
    return this.selected === undefined ? undefined : this.visits.get(this.selected);
  }

  // ── Drawing a length over free time ──

  beginDrawing(at: Place, minute: Minute): void {
    const column = this.columnAt(at);
    const usual = column?.doctor.default_visit_minutes ?? SLOT_MINUTES;
    const from = this.#startNear(column, minute);
    this.status = { kind: 'drawing', at, anchor: from, from, until: Math.min(from + usual, this.range.until) };
  }

  /** A click means the slot it falls in; beside an odd end, the time that is left there. */
  #startNear(column: BoardColumn | undefined, minute: Minute): Minute {
    const stop = column && stopAt(column, { minute });
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
    return { ...status.at, from: status.from, minutes: status.until - status.from };
  }

  // ── Taking a visit elsewhere ──

  beginMove(key: string, by: 'pointer' | 'keys', grip = 0): boolean {
    const visit = this.visits.get(key);
    if (visit?.kind !== 'patient' || !isMovable(visit.appointment)) return false;
    this.select(key);
    this.status = { kind: 'moving', by, visit, to: slotOf(visit), grip, asked: { kind: 'home' } };
    return true;
  }

  /** Takes up a visit that may stand on another day, to be put down where the cursor is. */
  takeUp(appointment: Appointment): boolean {
    const { cursor, cursorStop } = this;
    if (this.status.kind === 'settling' || !isMovable(appointment) || !cursor) return false;
    const visit = patientVisit(appointment, appointment.status === 'confirmed' ? 'confirmed' : 'scheduled');
    this.status = { kind: 'moving', by: 'keys', visit, to: slotOf(visit), grip: 0, asked: { kind: 'home' } };
    this.carryTo({ doctor: cursor.doctor, date: cursor.date, from: cursorStop?.from ?? cursor.minute });
    return true;
  }

  /** The pointer is at this minute of a column. */
  carry(at: Place, minute: Minute): void {
    if (this.status.kind !== 'moving') return;
    const { visit, grip } = this.status;
    this.carryTo({ doctor: at.doctor, date: at.date, from: startUnder(minute, grip, visit.until - visit.from, this.range) });
  }

  /** The keys step: a slot earlier or later, a column before or after. */
  carryStep(step: CursorStep): void {
    if (this.status.kind !== 'moving') return;
    const { to, visit } = this.status;
    this.carryTo(stepped(to, step, this.columns.map(({ at }) => at), visit.until - visit.from, this.range));
  }

  carryTo(to: Slot): void {
    const { status } = this;
    if (status.kind !== 'moving') return;
    if (isSame(to, status.to) && to.from === status.to.from) return;
    const { visit } = status;
    const home = isSame(to, visit) && to.from === visit.from;
    this.status = { ...status, to, asked: home ? { kind: 'home' } : { kind: 'asking' } };
    if (home) this.#checking.drop();
    else void this.#check(visit, to);
  }

  /** While the board turns the visit is already there: fast fingers put it down before the day was read. */
  #carryAhead(doctor: DoctorId | undefined, date: WallDate): void {
    const { status } = this;
    if (status.kind !== 'moving') return;
    const days = this.date === undefined ? 0 : daysBetween(this.date, date);
    const byWeeks = doctor !== undefined && days !== 0 && days % 7 === 0;
    this.carryTo({ doctor: doctor ?? status.to.doctor, date: byWeeks ? addDays(status.to.date, days) : date, from: status.to.from });
  }

  /** After it turned: the same time in the column that took over, where there is none for the very place. */
  #carryAlong(): void {
    if (this.status.kind !== 'moving') return;
    const place = takesOver(this.#cursorColumns, this.status.to) ?? this.columns[0]?.at;
    if (place) this.carryTo({ doctor: place.doctor, date: place.date, from: this.status.to.from });
  }

  async #check(visit: PatientVisit, to: Slot): Promise<void> {
    const { appointment } = visit;
    const asked = await this.#checking
      .ask(() =>
        this.#backend.call('appointments.check', {
          doctor_id: to.doctor,
          patient_id: appointment.patient_id,
          date: to.date,
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
    const { visit, to, asked } = status;
    const overrides = options.overbook_reason !== undefined || options.later_hour !== undefined;
    if (asked.kind === 'answered' && !asked.verdict.ok && !overrides) {
      this.letGo();
      return asked.verdict;
    }
    this.#checking.drop();
    this.status = { kind: 'settling', visit, to };
    const command: MoveCommand = { id: visit.appointment.id, doctor_id: to.doctor, date: to.date, start: timeAt(to.from), ...options };
    try {
      const moved = await this.#backend.call('appointments.move', command);
      await this.read();
      this.putCursor(to, to.from, visit.key);
      this.selected = visit.key;
      return moved;
    } finally {
      this.status = { kind: 'resting' };
    }
  }
}

const slotOf = ({ doctor, date, from }: PatientVisit): Slot => ({ doctor, date, from });
