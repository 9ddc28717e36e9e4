// What a week of hours is made of.

import type { Tip } from './marks';

export interface WeekBlock {
  key: string;
  /** Minutes since midnight. */
  from: number;
  to: number;
  /** For whom: `patient`, `rep`, `online`. */
  group: string;
  /** Its times, as short as they can be. */
  short: string;
  tip: Tip;
}

export interface WeekRow {
  key: string;
  label: string;
  /** The blocks of each day, in the order of the days. */
  days: readonly (readonly WeekBlock[])[];
}
