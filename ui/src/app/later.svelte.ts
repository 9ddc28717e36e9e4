// A part of the window that is fetched when it is first wanted: nobody waits for all screens to see the login.

import type { Component } from 'svelte';
import { broke } from './faults';

export class Later<Props extends Record<string, unknown>> {
  #part = $state.raw<Component<Props>>();
  #failed = $state(false);
  #fetching = false;
  readonly #fetch: () => Promise<{ default: Component<Props> }>;

  constructor(fetch: () => Promise<{ default: Component<Props> }>) {
    this.#fetch = fetch;
  }

  /** Once it is there. */
  get part(): Component<Props> | undefined {
    return this.#part;
  }

  /** It could not be fetched; `come` tries again. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Fetches it, unless it is there or on its way. */
  async come(): Promise<void> {
    if (this.#part || this.#fetching) return;
    this.#fetching = true;
    try {
      this.#part = (await this.#fetch()).default;
      this.#failed = false;
    } catch (error) {
      this.#failed = true;
      broke(error);
    } finally {
      this.#fetching = false;
    }
  }

  /** The same when the picture that stands now has been painted. Returns the way to call it off. */
  comeAfterPaint(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => (timer = setTimeout(() => void this.come())));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }
}
