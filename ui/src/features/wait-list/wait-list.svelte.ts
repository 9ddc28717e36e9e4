// Who waits for a time, the one at hand, and what is done about them. Who fits which time says the desk.

import type { AppointmentId, Backend, BookWaitReply, CallOutcome, DoctorId, FreeTime, OperationId, PatientHit, Wait, WaitId, WaitReply, WallDate, Written } from '$/backend';

type Told = {
  booked: (wait: Wait, to: FreeTime, operation: OperationId | null) => void;
  called: (wait: Wait, outcome: CallOutcome, operation: OperationId | null) => void;
  removed: (wait: Wait, operation: OperationId | null) => void;
  failed: (error: unknown) => void;
};

/** What is known of somebody who is about to be put on the list. */
export interface Opening {
  patient?: PatientHit | undefined;
  doctor?: DoctorId | undefined;
  date?: WallDate | undefined;
  minutes?: number | undefined;
  note?: string | undefined;
}

export class WaitList {
  waits = $state.raw<readonly Wait[]>([]);
  today = $state<WallDate>('');
  status = $state<'empty' | 'ready' | 'failed'>('empty');
  /** Only whom this doctor could see. */
  doctor = $state<DoctorId | 'any'>('any');
  which = $state<'waiting' | 'ended'>('waiting');
  /** How many wait in all, whatever is shown. */
  count = $state(0);
  busy = $state(false);
  note = $state('');
  /** The form that is open: of somebody new, or of somebody of the list. */
  editing = $state.raw<{ kind: 'closed' } | { kind: 'new'; opening: Opening } | { kind: 'change'; wait: Wait }>({ kind: 'closed' });
  /** Who is to be taken off. */
  removing = $state.raw<Wait | null>(null);
  #row = $state<WaitId | null>(null);
  #picked = $state(0);
  #reading = 0;
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: Told;

  constructor(backend: Pick<Backend, 'call'>, told: Told) {
    this.#backend = backend;
    this.#told = told;
  }

  readonly current = $derived(this.waits.find(({ id }) => id === this.#row) ?? this.waits[0]);
  readonly times = $derived<readonly FreeTime[]>(this.current?.free_times ?? []);
  readonly picked = $derived(Math.min(this.#picked, Math.max(this.times.length - 1, 0)));
  /** The time that the one at hand would be booked into. */
  readonly to = $derived<FreeTime | undefined>(this.times[this.picked]);

  /** How many wait, for the rail. */
  async loadCount(): Promise<void> {
    this.count = (await this.#backend.call('waiting.list', { ended: false, without_times: true })).waits.length;
  }

  async load(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const doctor_id = this.doctor === 'any' ? null : this.doctor;
      const reply = await this.#backend.call('waiting.list', { doctor_id, ended: this.which === 'ended', without_times: false });
      if (reading !== this.#reading) return;
      this.waits = reply.waits;
      this.today = reply.today;
      this.status = 'ready';
    } catch (error) {
      if (reading === this.#reading) this.status = 'failed';
      throw error;
    }
  }

  choose(id: WaitId): void {
    if (this.current?.id === id) return;
    this.#row = id;
    this.#begin();
  }

  step(by: number): void {
    const at = this.waits.findIndex(({ id }) => id === this.current?.id);
    const next = this.waits[Math.min(Math.max(at + by, 0), this.waits.length - 1)];
    if (next) this.choose(next.id);
  }

  pick(index: number): void {
    this.#picked = index;
  }

  stepTime(by: number): void {
    if (this.times.length > 0) this.#picked = (this.picked + by + this.times.length) % this.times.length;
  }

  #begin(): void {
    this.#picked = 0;
    this.note = '';
  }

  get isOpen(): boolean {
    return this.current?.state === 'waiting' || this.current?.state === 'offered';
  }

  /** Books the one at hand into the time at hand. */
  async book(): Promise<void> {
    const { current, to } = this;
    if (current && to && this.isOpen) await this.bookInto(current, to);
  }

  /** Moves the next visit of the one at hand to the time at hand. */
  async relocate(): Promise<void> {
    const { current, to } = this;
    if (current?.next_visit_id && to && this.isOpen) await this.bookInto(current, to, current.next_visit_id);
  }

  async bookInto(wait: Wait, { doctor_id, date, start, minutes }: FreeTime, instead_of: AppointmentId | null = null): Promise<boolean> {
    return this.#send(async () => {
      const reply: Written<BookWaitReply> = await this.#backend.call('waiting.book', { id: wait.id, doctor_id, date, start, minutes, instead_of });
      this.#told.booked(reply.wait, reply.appointment, reply.operation_id);
    });
  }

  /** Writes down how a call about the time at hand ended, and goes on to the next. */
  async called(outcome: CallOutcome): Promise<void> {
    const { current, to } = this;
    if (!current || !this.isOpen) return;
    const note = this.note.trim();
    if (await this.callAbout(current, outcome, to, note === '' ? null : note)) {
      this.#begin();
      this.step(1);
    }
  }

  async callAbout(wait: Wait, outcome: CallOutcome, to: FreeTime | undefined, note: string | null = null): Promise<boolean> {
    const offered = to ? { doctor_id: to.doctor_id, date: to.date, start: to.start } : null;
    return this.#send(async () => {
      const reply: Written<WaitReply> = await this.#backend.call('waiting.call', { id: wait.id, outcome, note, offered });
      this.#told.called(reply.wait, outcome, reply.operation_id);
    });
  }

  async remove(wait: Wait, reason: string): Promise<boolean> {
    return this.#send(async () => {
      const { operation_id } = await this.#backend.call('waiting.remove', { id: wait.id, reason });
      this.#told.removed(wait, operation_id);
    });
  }

  async #send(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      await work();
      return true;
    } catch (error) {
      this.#told.failed(error);
      return false;
    } finally {
      this.busy = false;
      // Somebody else may have been first: what is shown is read anew either way.
      if (this.status !== 'empty') await this.load().catch(() => undefined);
    }
  }
}
