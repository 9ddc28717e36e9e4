/** Moving and calling off the rest of a series: what is asked, and what the desk is told. Knows no DOM. */
import type { Appointment, Backend, CancelledBy, Series, SeriesReply, WallDate, WallTime, Written } from '$/backend';
import { SeriesPlan } from '$/app/series-plan.svelte';

export type SeriesQuestion =
  | { kind: 'none' }
  | { kind: 'move'; appointment: Appointment }
  | { kind: 'cancel'; appointment: Appointment; rest: Appointment[] };

export interface SeriesTold {
  moved(first: Appointment, count: number, reply: Written<SeriesReply>): void;
  cancelled(first: Appointment, count: number, reply: Written<SeriesReply>): void;
  failed(error: unknown): void;
}

/** The visits from this one on that can still be moved or called off. */
export function restOf(series: Series, id: string): Appointment[] {
  const at = series.visits.findIndex(({ appointment }) => appointment.id === id);
  return series.visits.slice(Math.max(at, 0)).flatMap(({ appointment, to_come }) => (to_come ? [appointment] : []));
}

export class SeriesWork {
  readonly #backend: Pick<Backend, 'call'>;
  readonly #told: SeriesTold;
  readonly plan = new SeriesPlan();
  question: SeriesQuestion = $state.raw({ kind: 'none' });
  date: WallDate | undefined = $state();
  start: WallTime | undefined = $state();
  busy: boolean = $state(false);

  constructor(backend: Pick<Backend, 'call'>, told: SeriesTold) {
    this.#backend = backend;
    this.#told = told;
  }

  beginMove(appointment: Appointment): void {
    this.date = appointment.date;
    this.start = appointment.start;
    this.question = { kind: 'move', appointment };
  }

  async beginCancel(appointment: Appointment): Promise<void> {
    const id = appointment.series?.id;
    if (id === undefined) return;
    try {
      const { series } = await this.#backend.call('series.get', { id });
      this.question = { kind: 'cancel', appointment, rest: restOf(series, appointment.id) };
    } catch (error) {
      this.#told.failed(error);
    }
  }

  close(): void {
    this.question = { kind: 'none' };
    this.plan.drop();
  }

  /** Looks at where the rest would go; at nothing, while it goes nowhere else or a field is empty. */
  look(): void {
    const { question, date, start } = this;
    if (question.kind !== 'move' || date === undefined || start === undefined) return this.plan.drop();
    const { id } = question.appointment;
    if (date === question.appointment.date && start === question.appointment.start) return this.plan.drop();
    this.plan.show((choices) => this.#backend.call('series.preview_move', { id, date, start, choices }));
  }

  get ready(): boolean {
    return this.plan.preview?.ready === true;
  }

  async move(): Promise<void> {
    const { question, date, start, plan } = this;
    await plan.settled();
    const count = plan.preview?.visits ?? 0;
    if (question.kind !== 'move' || date === undefined || start === undefined || !this.ready) return;
    await this.#send(async () => {
      const { id } = question.appointment;
      const reply = await this.#backend.call('series.move', { id, date, start, choices: [...plan.choices] });
      const first = reply.series.visits.find(({ appointment }) => appointment.id === id)?.appointment;
      this.close();
      this.#told.moved(first ?? question.appointment, count, reply);
    });
  }

  async cancel(cancelled_by: CancelledBy, reason: string): Promise<void> {
    const { question } = this;
    if (question.kind !== 'cancel') return;
    await this.#send(async () => {
      const { appointment, rest } = question;
      const reply = await this.#backend.call('series.cancel', { id: appointment.id, cancelled_by, reason: reason === '' ? null : reason });
      this.close();
      this.#told.cancelled(appointment, rest.length, reply);
    });
  }

  async #send(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.#told.failed(error);
      this.plan.again();
    } finally {
      this.busy = false;
    }
  }
}
