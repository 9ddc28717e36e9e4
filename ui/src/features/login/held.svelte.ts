// How long the desk still holds each account's login after wrong passwords. The desk decides; this counts down what it said.

import type { Held } from '$/backend';

export class Holds {
  #until = new Map<string, number>();
  #now = $state(Date.now());

  /** Takes what the desk said at this moment. */
  take(held: readonly Held[], now: number = Date.now()): void {
    this.#until = new Map(held.map(({ username, seconds }) => [username, now + seconds * 1000]));
    this.#now = now;
  }

  /** Whole seconds left; 0 when the account may try. */
  secondsLeft(username: string): number {
    const until = this.#until.get(username) ?? 0;
    return Math.max(0, Math.ceil((until - this.#now) / 1000));
  }

  /** Moves the clock on. */
  tick(now: number = Date.now()): void {
    this.#now = now;
  }
}
