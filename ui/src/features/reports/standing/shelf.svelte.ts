// Which reports there are for this account, and what they can be narrowed by: sites and the days of their weeks.

import type { Backend, Site, Weekday } from '$/backend';
import type { ReportShort } from '$/backend';

/** The order in which the groups stand. */
const GROUPS = ['visits', 'patients', 'schedule', 'reps', 'pharmacy', 'staff'] as const;

export class Shelf {
  reports = $state.raw<readonly ReportShort[]>([]);
  sites = $state.raw<readonly Site[]>([]);
  /** Whether the desk has answered. */
  ready = $state(false);
  readonly #backend: Pick<Backend, 'call'>;

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    const [{ reports }, { sites }] = await Promise.all([this.#backend.call('reports.list', {}), this.#backend.call('sites.list', {})]);
    this.reports = reports;
    this.sites = sites;
    this.ready = true;
  }

  find(name: string): ReportShort | undefined {
    return this.reports.find((report) => report.name === name);
  }

  get groups(): { group: string; reports: ReportShort[] }[] {
    return GROUPS.map((group) => ({ group: group as string, reports: this.reports.filter((report) => report.group === group) })).filter(({ reports }) => reports.length > 0);
  }

  /** How the week of a site begins; of all, that of the first. */
  weekStart(site?: string): Weekday {
    return (this.sites.find(({ id }) => id === site) ?? this.sites[0])?.week_start ?? 'mon';
  }
}
