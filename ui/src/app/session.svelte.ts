// Who sits at this desk, and at what stage the desk is. Everything a screen may show hangs on `stage` and `may`.

import { backend, onRefused, refusalFrom, RefusalError, type ClinicFace, type Held, type LoginReply, type Me, type Permission, type SessionState, type Stage, type Tile } from '$/backend';
import { preferences } from './preferences.svelte';

export class Session {
  /** `connecting` until the desk answered the first time. */
  stage = $state<Stage | 'connecting' | 'unreachable'>('connecting');
  /** Why the desk could not even say its stage: damaged keys, a newer version's files, or no answer at all. */
  trouble = $state.raw<RefusalError | null>(null);
  clinic = $state<ClinicFace | null>(null);
  tiles = $state<Tile[]>([]);
  account = $state<Me | null>(null);
  held = $state<Held[]>([]);
  appVersion = $state('');
  /** Since when the screen is locked, by this machine's clock; for the sentence on the lock screen only. */
  lockedAt = $state<number | null>(null);
  /** Whether the screen locked by itself. */
  lockedByIdling = $state(false);
  /** While a password is being looked at. */
  #entering = false;

  /** Whether the account may do this. The desk decides anew at each command; this only hides what would be refused. */
  may(permission: Permission): boolean {
    return this.account?.permissions.includes(permission) ?? false;
  }

  /** The zone whose wall clock counts here. */
  get zone(): string {
    return this.clinic?.time_zone ?? 'UTC';
  }

  async refresh(): Promise<void> {
    try {
      this.#take(await backend.call('session.state', {}));
      this.trouble = null;
    } catch (error) {
      this.trouble = refusalFrom(error);
      // What is wrong is said in the language that was chosen here.
      await preferences.takeAlone();
      this.stage = 'unreachable';
      throw error;
    }
  }

  /** Follows the seat when it is lost elsewhere: locked by the system, ended by time, taken from the account. */
  follow(): () => void {
    const LOST = ['session.required', 'session.locked', 'session.password_must_change', 'session.account_inactive'];
    const look = () => void this.refresh().catch(() => undefined);
    const stopRefusals = onRefused((refusal) => {
      if (this.stage === 'ready' && LOST.includes(refusal.code)) look();
    });
    const stopChanges = backend.onChange(({ tables }) => {
      // Founding a clinic and logging in write an account before the seat is taken: to look in between would find nobody there.
      if (this.stage === 'first_run' || this.#entering) return;
      if (tables === null || tables.includes('account')) look();
    });
    return () => {
      stopRefusals();
      stopChanges();
    };
  }

  async login(username: string, password: string): Promise<void> {
    await this.#enter(() => backend.call('session.login', { username, password }));
  }

  async unlock(password: string): Promise<void> {
    await this.#enter(() => backend.call('session.unlock', { password }));
  }

  async recover(recovery_code: string, username: string, new_password: string): Promise<void> {
    await this.#enter(() => backend.call('session.recover', { recovery_code, username, new_password }));
  }

  async changePassword(current_password: string, new_password: string): Promise<void> {
    await this.#enter(() => backend.call('session.change_password', { current_password, new_password }));
  }

  async lock(why: 'by_hand' | 'idle' = 'by_hand'): Promise<void> {
    if (this.stage !== 'ready') return;
    // First the screen, then the desk: nothing may stay readable while an answer is under way.
    this.stage = 'locked';
    this.lockedAt = Date.now();
    this.lockedByIdling = why === 'idle';
    await backend.call('session.lock', {});
    await this.refresh();
  }

  async logout(): Promise<void> {
    await backend.call('session.logout', {});
    await this.refresh();
  }

  async #enter(ask: () => Promise<LoginReply>): Promise<void> {
    this.#entering = true;
    try {
      const { account, stage, preferences: kept } = await ask();
      this.account = account;
      this.stage = stage;
      // At once, so that nothing of this person's work is ever shown as another one likes it.
      preferences.take(kept, this.clinic?.language);
      this.lockedAt = null;
    } catch (error) {
      // A wrong password may start or lengthen the wait: the tiles show what the desk says.
      if (error instanceof RefusalError && error.incident === null) await this.refresh();
      throw error;
    } finally {
      this.#entering = false;
    }
    await this.refresh();
  }

  #take(state: SessionState): void {
    this.clinic = state.clinic;
    this.tiles = state.tiles;
    this.account = state.account;
    this.held = state.held;
    this.appVersion = state.app_version;
    this.stage = state.stage;
    preferences.take(state.preferences, state.clinic?.language);
  }
}

export const session = new Session();
