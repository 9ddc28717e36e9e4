// What all charts are made of: marks, each with a name and a value, and the way of the arrow keys from one to the next.

import { listed } from '$/lib/format';

/** What a mark says at the pointer, at the focus, and to the ear. */
export interface Tip {
  title: string;
  lines: readonly { label?: string; value: string }[];
}

/** One column, bar or point. */
export interface Mark {
  key: string;
  /** In full, as the tip says it. */
  name: string;
  /** On the axis. */
  label: string;
  /** One for each series; `null` is nothing to say. */
  values: readonly (number | null)[];
  /** The same, written. */
  texts: readonly string[];
  /** In the period it is held against. */
  before?: number | null | undefined;
  tip: Tip;
  /** Whether visits can be seen behind it. */
  opens: boolean;
}

export interface Series {
  key: string;
  name: string;
}

/** Said in one breath: name, then each value with what it is. */
export function spoken({ title, lines }: Tip): string {
  return listed([title, ...lines.map(({ label, value }) => (label === undefined ? value : `${label} ${value}`))]);
}

/** How the marks lie: beside one another, under one another, or in rows of so many. */
export type Lie = { along: 'line' } | { along: 'block' } | { along: 'grid'; columns: number };

/** Where a key leads from a mark; nothing when it leads nowhere, and the key is somebody else's. */
export function stepFrom(key: string, at: number, count: number, lie: Lie, rtl: boolean): number | undefined {
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const back = rtl ? 'ArrowRight' : 'ArrowLeft';
  const within = (to: number) => (to >= 0 && to < count ? to : at);
  if (lie.along === 'grid') {
    const column = at % lie.columns;
    const first = at - column;
    if (key === forward) return column + 1 < lie.columns ? within(at + 1) : at;
    if (key === back) return column > 0 ? at - 1 : at;
    if (key === 'ArrowDown') return within(at + lie.columns);
    if (key === 'ArrowUp') return within(at - lie.columns);
    if (key === 'Home') return first;
    if (key === 'End') return Math.min(first + lie.columns, count) - 1;
    return undefined;
  }
  const [next, previous] = lie.along === 'line' ? [forward, back] : ['ArrowDown', 'ArrowUp'];
  if (key === next) return within(at + 1);
  if (key === previous) return within(at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
