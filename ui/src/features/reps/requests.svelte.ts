/** What waits for a yes or a no: read when it changes, with what the desk says of each. */
import { session } from '$/app/session.svelte';
import { backend, type RepRequest } from '$/backend';

class Requests {
  list: readonly RepRequest[] = $state.raw([]);
  count = $state(0);

  async load(): Promise<void> {
    if (!session.may('book')) return;
    const { requests, count } = await backend.call('rep_visits.requests', {});
    this.list = requests;
    this.count = count;
  }
}

export const requests = new Requests();
