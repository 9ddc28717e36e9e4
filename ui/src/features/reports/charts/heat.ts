// What a heat map is made of.

import type { Tip } from './marks';

export interface HeatCell {
  key: string;
  /** `null`: there was nothing to be booked. */
  value: number | null;
  text: string;
  tip: Tip;
  opens: boolean;
}

export interface HeatMap {
  rows: readonly { key: string; label: string; mean?: string | undefined }[];
  columns: readonly { key: string; label: string; name: string }[];
  /** Row by row, all of them. */
  cells: readonly HeatCell[];
}
