// How a day went, as the desk counted it last.

import type { Backend, ClosingReport, WallDate } from '$/backend';
import { addDays } from '$/lib/dates';
import { Latest } from '$/lib/latest';

export class Closing {
  /** The day that is asked for; none before the first question. */
  date = $state.raw<WallDate>();
  report = $state.raw<ClosingReport>();
  failure = $state.raw<unknown>();

  readonly #backend: Pick<Backend, 'call'>;
  readonly #latest = new Latest<ClosingReport>();

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  async show(date: WallDate): Promise<void> {
    this.date = date;
    await this.reload();
  }

  async step(days: number): Promise<void> {
    if (this.date !== undefined) await this.show(addDays(this.date, days));
  }

  async reload(): Promise<void> {
    const { date } = this;
    if (date === undefined) return;
    try {
      const report = await this.#latest.ask(() => this.#backend.call('reports.closing', { date }));
      if (report === undefined) return;
      this.report = report;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }

  /** Everything that still wants an end. */
  get openCount(): number {
    const open = this.report?.open;
    if (!open) return 0;
    const toRebook = open.worklists.reduce((sum, list) => sum + list.open, 0);
    return open.visits.length + open.rep_visits.length + toRebook + open.attention;
  }
}
