// What waits at the counter, one list for the screen and for the number beside its name; and what left it lately.

import { backend, type RecentFulfilment, type SiteId, type ToDispense } from '$/backend';

class DispensingQueue {
  prescriptions = $state.raw<ToDispense[]>([]);
  loaded = $state(false);

  async load(): Promise<void> {
    this.prescriptions = (await backend.call('fulfilments.queue', {})).prescriptions;
    this.loaded = true;
  }
}

class HandedOut {
  fulfilments = $state.raw<RecentFulfilment[]>([]);
  loaded = $state(false);

  /** At one site; at the only one where there is one. */
  async load(site_id: SiteId | null): Promise<void> {
    this.fulfilments = (await backend.call('fulfilments.recent', { site_id })).fulfilments;
    this.loaded = true;
  }
}

export const handedOut = new HandedOut();
export const dispensingQueue = new DispensingQueue();
