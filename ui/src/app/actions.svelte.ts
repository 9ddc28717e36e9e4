// The one registry of what can be done here. The palette, buttons, tooltips and the `?` sheet all read it, so that a thing has
// one name, one icon, one key and one condition everywhere.

import { untrack, type Component } from 'svelte';
import type { Permission } from '$/backend';
import { session } from './session.svelte';
import { matches, type Shortcut } from './shortcuts';

export type Action = {
  /** `board.today`. A screen may take over an id for as long as it is shown. */
  id: string;
  /** Read where it is drawn, so that it follows the language. */
  label: () => string;
  icon?: Component;
  /** Keys that run it, the first of which is shown. Single keys wait until no field has focus. */
  shortcuts?: Shortcut[];
  /** The right without which it is not shown at all. */
  needs?: Permission;
  /** Whether it can be done now; always, when absent. */
  when?: () => boolean;
  run: () => void | Promise<void>;
  /** Heading in the `?` sheet. */
  group?: () => string;
  /** Words to find it by in the palette besides its label. */
  words?: () => string;
  /** Known to keys and buttons, but no line of its own in the palette. */
  hidden?: boolean;
};

const canBeDone = (action: Action) => action.when?.() ?? true;

export class Actions {
  #registered = $state.raw<readonly Action[]>([]);

  /** What this account may do, in the order of registration. Of two with one id the later stands. */
  get all(): Action[] {
    const byId = new Map(this.#registered.map((action) => [action.id, action]));
    return [...byId.values()].filter((action) => action.needs === undefined || session.may(action.needs));
  }

  /** What can be done now. Every condition is asked: for one action there is `isAvailable`. */
  get available(): Action[] {
    return this.all.filter(canBeDone);
  }

  isAvailable(id: string): boolean {
    const action = this.find(id);
    return action !== undefined && canBeDone(action);
  }

  find(id: string): Action | undefined {
    return this.all.find((action) => action.id === id);
  }

  /** Adds actions; returns the way to take them out again. One registered later wins a key that is taken. */
  register(actions: readonly Action[]): () => void {
    // Whoever registers inside an effect must not hang on what others register.
    this.#registered = [...untrack(() => this.#registered), ...actions];
    return () => {
      this.#registered = untrack(() => this.#registered).filter((action) => !actions.includes(action));
    };
  }

  /** Runs the action that a key press means, if there is one. */
  handle(event: KeyboardEvent): boolean {
    const meant = this.all.filter((action) => action.shortcuts?.some((shortcut) => matches(shortcut, event)));
    const action = meant.findLast(canBeDone);
    if (!action) return false;
    event.preventDefault();
    void action.run();
    return true;
  }

  run(id: string): void {
    const action = this.find(id);
    if (action && canBeDone(action)) void action.run();
  }
}

export const actions = new Actions();

/** Registers actions for as long as the component that calls this lives. */
export function useActions(given: () => readonly Action[]): void {
  $effect(() => actions.register(given()));
}
