// What can stand in the middle of a chart. A part is a file in `parts` that exports one; the tabs list exactly those, so what is not built
// has no tab. The address says which is open: `#/chart?id=…&part=summary`.

import type { Component } from 'svelte';
import type { Chart, Permission } from '$/backend';
import { session } from '$/app/session.svelte';

export type ChartPart = {
  /** Its name in the address. */
  id: string;
  label: () => string;
  /** The right without which it is not shown. */
  needs: Permission | null;
  /** Where among the tabs, by tens. */
  order: number;
  /** Handed the chart as it stands; it is read anew when something in it changes. */
  component: Component<{ chart: Chart }>;
};

const found = import.meta.glob<{ part: ChartPart }>('./parts/*.ts', { eager: true });
const parts = Object.values(found)
  .map((module) => module.part)
  .sort((a, b) => a.order - b.order);

/** The parts this account may see, in the order of the tabs. */
export function partsForAccount(): ChartPart[] {
  return parts.filter((part) => part.needs === null || session.may(part.needs));
}
