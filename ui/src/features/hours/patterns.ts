// The patterns a person picks from, as one list of values.

import type { WallDate } from '$/backend';
import type { Nth, Repeat } from './recurrence';
import { nextOn, type Block } from './weekGrid.svelte';

export type Pattern = 'week' | `weeks${number}` | `month${number}` | 'once' | 'rule';

export function patternOf(repeat: Repeat): Pattern {
  switch (repeat.every) {
    case 'week':
      return 'week';
    case 'weeks':
      return `weeks${repeat.weeks}`;
    case 'month':
      return `month${repeat.nth}`;
    case 'rule':
      return 'rule';
  }
}

/** `undefined` for what is no recurrence: a single date, or a rule kept as it is. */
export function repeatOf(pattern: Pattern): Repeat | undefined {
  if (pattern === 'week') return { every: 'week' };
  if (pattern.startsWith('weeks')) return { every: 'weeks', weeks: Number(pattern.slice('weeks'.length)) };
  if (pattern.startsWith('month')) return { every: 'month', nth: Number(pattern.slice('month'.length)) as Nth };
  return undefined;
}

/** The date a block that is to happen once most likely means: its first day, else the next such weekday. */
export const onceFrom = (block: Block, today: WallDate): WallDate => block.validFrom ?? nextOn(block.weekday, today);
