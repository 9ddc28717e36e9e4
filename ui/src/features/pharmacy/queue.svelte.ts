// What waits at the counter. One list for the screen and for the number beside its name.

import { backend, type ToDispense } from '$/backend';

class DispensingQueue {
  prescriptions = $state.raw<ToDispense[]>([]);
  loaded = $state(false);

  async load(): Promise<void> {
    this.prescriptions = (await backend.call('fulfilments.queue', {})).prescriptions;
    this.loaded = true;
  }
}

export const dispensingQueue = new DispensingQueue();
