// Fetching the clinic at a first run: the desk does it, this watches.

import { backend, type JoinState } from '$/backend';
import { session } from '$/app/session.svelte';
import { Form } from '$/lib/form.svelte';
import { HubFields } from './hub-fields.svelte';

/** How often to look how far it is. */
const LOOK_MILLISECONDS = 400;

export class Joining {
  readonly fields = new HubFields();
  readonly form = new Form();
  state = $state.raw<JoinState | null>(null);

  get isGoingOn(): boolean {
    return this.state?.phase === 'fetching' || this.state?.phase === 'waiting';
  }

  async begin(): Promise<void> {
    if (!this.fields.complete) return;
    await this.form.send(async () => (this.state = await backend.call('setup.join', this.fields.input)));
  }

  async giveUp(): Promise<void> {
    this.state = await backend.call('setup.join_cancel', {});
  }

  /** Looks until it is done, whoever began it. */
  watch(): () => void {
    const look = async () => {
      const state = await backend.call('setup.join_state', {});
      const wasDone = this.state?.phase === 'done';
      this.state = state;
      if (state.phase === 'done' && !wasDone) await session.refresh();
    };
    const quietly = () => void look().catch(() => undefined);
    quietly();
    const timer = setInterval(() => (this.isGoingOn ? quietly() : undefined), LOOK_MILLISECONDS);
    return () => clearInterval(timer);
  }
}
