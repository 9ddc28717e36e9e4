// At which of the clinic's sites somebody stands in the pharmacy. In a clinic of one site nothing of it is asked or seen.

import { DraftKeeper } from '$/app/draft-keeper.svelte';
import { backend, type Site, type SiteId } from '$/backend';

type Kept = { site: SiteId };

export class PharmacySite {
  /** Whether it is known where one stands. */
  ready = $state(false);
  sites = $state.raw<readonly Site[]>([]);
  #chosen = $state<SiteId>();
  /** Who stands at the second site today does so tomorrow: kept with what the account has unfinished. */
  readonly #kept = new DraftKeeper<Kept>('pharmacy:site');

  /** What the desk is asked for; the only site needs no name. */
  readonly id = $derived<SiteId | null>(this.sites.length > 1 ? (this.sites.find(({ id }) => id === this.#chosen) ?? this.sites[0])!.id : null);
  /** Where else something can be taken. */
  readonly others = $derived<readonly Site[]>(this.sites.length > 1 ? this.sites.filter(({ id }) => id !== this.id) : []);

  async load(): Promise<void> {
    try {
      this.sites = (await backend.call('sites.list', {})).sites;
      if (this.sites.length > 1 && this.#chosen === undefined) this.#chosen = (await this.#kept.look())?.site;
    } finally {
      this.ready = true;
    }
  }

  choose(id: SiteId): void {
    this.#chosen = id;
    this.#kept.keep({ site: id });
  }
}
