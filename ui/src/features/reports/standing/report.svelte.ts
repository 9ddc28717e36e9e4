// The report that is on the screen: what was asked for last and what the desk counted, the period before beside it.

import type { Backend, ReportName, ReportReply } from '$/backend';
import { Latest } from '$/lib/latest';
import type { Asked } from './asked';
import { periodBefore, type Now } from './period';

/** What decides on the figures; the rest of what is asked for only decides what is shown of them. */
const FIGURES = ['report', 'from', 'to', 'site', 'doctor', 'threshold', 'against'] as const;

export type Status = { at: 'rest' } | { at: 'counting' } | { at: 'ready' } | { at: 'failed'; failure: unknown };

export class StandingReport {
  status = $state.raw<Status>({ at: 'rest' });
  reply = $state.raw<ReportReply>();
  /** The same of the period before, where it is held against that. */
  before = $state.raw<ReportReply>();

  readonly #backend: Pick<Backend, 'call'>;
  readonly #latest = new Latest<[ReportReply, ReportReply | undefined]>();
  #asked: Asked | undefined;
  #now: Now | undefined;

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  /** Counts, where anything that decides on the figures is another than before. */
  async show(asked: Asked, now: Now): Promise<void> {
    const last = this.#asked;
    const same = last !== undefined && FIGURES.every((field) => last[field] === asked[field]);
    this.#asked = asked;
    this.#now = now;
    if (same && this.status.at !== 'failed') return;
    // Another report has other columns: nothing of the last one may stand under its name.
    if (last?.report !== asked.report) this.#forget();
    await this.reload();
  }

  async reload(): Promise<void> {
    const [asked, now] = [this.#asked, this.#now];
    if (asked === undefined || now === undefined) return;
    this.status = { at: 'counting' };
    try {
      const found = await this.#latest.ask(async () => {
        const reply = await this.#run(asked);
        return [reply, asked.against ? await this.#run({ ...asked, ...periodBefore(asked, now) }) : undefined];
      });
      if (found === undefined) return;
      [this.reply, this.before] = found;
      this.status = { at: 'ready' };
    } catch (failure) {
      this.status = { at: 'failed', failure };
    }
  }

  /** Left: an answer that is still under way is nobody's. */
  leave(): void {
    this.#latest.drop();
    this.#asked = undefined;
    this.#forget();
  }

  #forget(): void {
    this.reply = undefined;
    this.before = undefined;
    this.status = { at: 'rest' };
  }

  #run(asked: Asked): Promise<ReportReply> {
    return this.#backend.call('reports.run', toRequest(asked));
  }
}

/** The filters as every command about a report takes them. A report that does not exist is the desk's to refuse. */
export function toRequest({ report, from, to, site, doctor, threshold }: Asked) {
  return { report: report as ReportName, from, to, site_id: site ?? null, doctor_id: doctor ?? null, threshold: threshold ?? null };
}
