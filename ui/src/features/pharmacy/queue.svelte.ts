// What waits at the counter, one list for the screen and for the number beside its name; and what left it lately.

import { backend, type RecentFulfilment, type ToDispense } from '$/backend';

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

  async load(): Promise<void> {
    this.fulfilments = (await backend.call('fulfilments.recent', {})).fulfilments;
    this.loaded = true;
  }
}

export const handedOut = new HandedOut();
export const dispensingQueue = new DispensingQueue();
