// The queue of today as the desk tells it, and what is done with whoever stands in it. Whose turn it is says the desk.

import type { AppointmentId, AppointmentReply, Backend, DoctorId, DoctorQueue, OperationId, Queue, Queued, Written } from '$/backend';

export type QueueStep = 'arrive' | 'start' | 'complete' | 'no_show';

type Told = {
  stepped: (step: QueueStep, visit: Queued, operation: OperationId | null) => void;
  called: (reply: Written<AppointmentReply>) => void;
  failed: (error: unknown) => void;
};

/** What can be done with a visit where it stands, the likely thing first. */
export function stepsOf(visit: Queued): readonly QueueStep[] {
  switch (visit.status) {
    case 'scheduled':
    case 'confirmed':
      return ['arrive', 'no_show'];
    case 'arrived':
      return ['start'];
    case 'in_consultation':
      return ['complete'];
    case 'no_show':
      return ['arrive'];
    case 'completed':
    case 'cancelled':
    case 'rescheduled':
      return [];
  }
}

/** Everybody of a doctor's queue, in the order in which they are drawn. */
export function everybodyOf(doctor: DoctorQueue): Queued[] {
  return [...doctor.inside, ...doctor.waiting, ...doctor.missing, ...doctor.expected];
}

export class QueueBoard {
  queue = $state.raw<Queue | null>(null);
  status = $state<'empty' | 'ready' | 'failed'>('empty');
  /** Who is at hand: what single keys act on. */
  #selected = $state<AppointmentId | null>(null);
  #reading = 0;
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: Told;

  constructor(backend: Pick<Backend, 'call'>, told: Told) {
    this.#backend = backend;
    this.#told = told;
  }

  readonly doctors = $derived(this.queue?.doctors ?? []);
  readonly waitingCount = $derived(this.doctors.reduce((sum, { waiting }) => sum + waiting.length, 0));
  readonly everybody = $derived(this.doctors.flatMap(everybodyOf));
  readonly selected = $derived(this.everybody.find(({ id }) => id === this.#selected));
  /** Whose queue the keys are about: that of whoever is selected, or else the first with somebody waiting. */
  readonly doctorAtHand = $derived(
    this.doctors.find((doctor) => everybodyOf(doctor).some(({ id }) => id === this.#selected)) ??
      this.doctors.find(({ waiting }) => waiting.length > 0),
  );

  async load(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const queue = await this.#backend.call('queue.now', {});
      if (reading !== this.#reading) return;
      this.queue = queue;
      this.status = 'ready';
    } catch (error) {
      if (reading === this.#reading) this.status = 'failed';
      throw error;
    }
  }

  select(id: AppointmentId): void {
    this.#selected = id;
  }

  move(by: number): void {
    const at = this.everybody.findIndex(({ id }) => id === this.#selected);
    const next = this.everybody[at === -1 ? 0 : Math.min(Math.max(at + by, 0), this.everybody.length - 1)];
    if (next) this.#selected = next.id;
  }

  async step(step: QueueStep, visit: Queued): Promise<void> {
    await this.#send(async () => {
      const { operation_id } = await this.#backend.call(`appointments.${step}`, { id: visit.id });
      this.#told.stepped(step, visit, operation_id);
    });
  }

  async call(visit: Queued): Promise<void> {
    await this.#send(async () => this.#told.called(await this.#backend.call('queue.call', { id: visit.id })));
  }

  async callNext(doctor: DoctorId): Promise<void> {
    await this.#send(async () => {
      const reply = await this.#backend.call('queue.call_next', { doctor_id: doctor });
      this.#selected = reply.appointment.id;
      this.#told.called(reply);
    });
  }

  async #send(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#told.failed(error);
    }
    await this.load().catch(() => undefined);
  }
}
