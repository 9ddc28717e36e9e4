// The screens there are. A screen is a folder in `src/screens` with a `screen.ts`; the rail lists exactly those, so what is not
// built has no entry.

import type { Component } from 'svelte';
import type { Permission } from '$/backend';
import { session } from './session.svelte';

export type Screen = {
  /** Its name in the address and in `navigation.go`. */
  id: string;
  label: () => string;
  icon: Component;
  /** The right without which it is not shown. */
  needs: Permission | null;
  /** Where in the rail, by tens; a new hundred starts a new group. */
  order: number;
  component: Component;
  /** What stands at the start of the top bar while the screen is shown: the board's day navigation. Its title, when absent. */
  bar?: Component;
  /** What stands at the start of the foot: a legend. */
  foot?: Component;
  /** Always there for accounts that may see the screen: panels and actions that every screen offers (booking, finding). */
  everywhere?: Component;
  /** Whether there is anything to it now; always, when absent. */
  isShown?: () => boolean;
  /** Above whatever screen is shown, for as long as it has something to say there and then. */
  above?: Component;
  /** How much waits there, and the same in words. */
  badge?: () => { count: number; words: string } | undefined;
};

const found = import.meta.glob<{ screen: Screen }>('../screens/*/screen.ts', { eager: true });
const screens = Object.values(found)
  .map((module) => module.screen)
  .sort((a, b) => a.order - b.order);

/** The screens this account may see, in the order of the rail. */
export function screensForAccount(): Screen[] {
  return screens.filter((screen) => screen.needs === null || session.may(screen.needs));
}
