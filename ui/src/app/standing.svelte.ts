// How it stands with the other desks, for everything that shows it: the foot, the settings, the inbox.

import { backend, type SyncState } from '$/backend';

class Standing {
  state = $state.raw<SyncState | null>(null);
  #asked = 0;

  /** Whether this desk belongs to a hub, or something waits all the same. */
  get isShown(): boolean {
    return this.state !== null && (this.state.phase !== 'off' || this.state.attention > 0);
  }

  take(state: SyncState): void {
    this.#asked += 1;
    this.state = state;
  }

  /** Reads it anew; of several answers the one to the last question counts. */
  async load(): Promise<void> {
    const turn = (this.#asked += 1);
    try {
      const state = await backend.call('sync.state', {});
      if (turn === this.#asked) this.state = state;
    } catch {
      // Nobody sits here, or the desk is being closed: there is nothing to show.
    }
  }

  /** Follows it while somebody sits here. What is done here is not sent yet, so every change counts on a desk with a hub. */
  follow(): () => void {
    void this.load();
    return backend.onChange(({ tables }) => {
      const always = tables === null || tables.includes('sync') || tables.includes('attention');
      if (always || (this.state !== null && this.state.phase !== 'off')) void this.load();
    });
  }
}

export const standing = new Standing();
