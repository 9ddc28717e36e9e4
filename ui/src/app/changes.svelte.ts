// Reloads what a write touched. One subscription to the desk; components say which tables they show.

import { backend } from '$/backend';

type Listener = { tables: readonly string[]; reload: () => void };
const listeners = new Set<Listener>();

/** Starts listening to the desk; returns the way to stop. */
export function listenForChanges(): () => void {
  return backend.onChange(({ tables }) => {
    for (const listener of listeners) {
      if (tables === null || listener.tables.some((table) => tables.includes(table))) listener.reload();
    }
  });
}

/** Calls `reload` whenever one of the tables was touched, for as long as the component lives. */
export function whenChanged(tables: readonly string[], reload: () => void): void {
  $effect(() => {
    const listener = { tables, reload };
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
}
