// The dashboard as the desk counted it last.

import type { Backend, Overview, SiteId, WallDate } from '$/backend';
import { Latest } from '$/lib/latest';

export class OverviewWork {
  overview = $state.raw<Overview>();
  failure = $state.raw<unknown>();
  readonly #backend: Pick<Backend, 'call'>;
  readonly #latest = new Latest<Overview>();
  #asked: { date: WallDate | null; site_id: SiteId | null } | undefined;

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  /** Of a day and a site; without them of today and of all. */
  async show(date: WallDate | undefined, site: SiteId | undefined): Promise<void> {
    this.#asked = { date: date ?? null, site_id: site ?? null };
    await this.reload();
  }

  async reload(): Promise<void> {
    const asked = this.#asked;
    if (asked === undefined) return;
    try {
      const found = await this.#latest.ask(() => this.#backend.call('reports.overview', asked));
      if (found === undefined) return;
      this.overview = found;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }
}
