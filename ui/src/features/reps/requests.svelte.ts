/** What waits for a yes or a no, and what is booked and cannot take place: read when it changes, with what the desk says of each. */
import { session } from '$/app/session.svelte';
import { backend, type RepRequest } from '$/backend';

class Requests {
  list: readonly RepRequest[] = $state.raw([]);
  count = $state(0);
  displaced: readonly RepRequest[] = $state.raw([]);
  displacedCount = $state(0);

  async load(): Promise<void> {
    if (!session.may('book')) return;
    const told = await backend.call('rep_visits.requests', {});
    [this.list, this.count] = [told.requests, told.count];
    [this.displaced, this.displacedCount] = [told.displaced, told.displaced_count];
  }
}

export const requests = new Requests();
