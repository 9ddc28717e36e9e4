/**
 * The looks of a visit. Each has an icon and a word, so no state is told by colour alone; the board, the queue and the
 * legend share this list and none keeps its own.
 */
export type VisitLook =
  | 'scheduled'
  | 'confirmed'
  | 'arrived'
  | 'in_consultation'
  | 'completed'
  | 'no_show'
  | 'clash'
  | 'holder'
  | 'overbooked'
  | 'rep';

/** In the order of the legend. `holder` counts as part of its clash, and rep visits are told by their columns. */
export const LEGEND: readonly VisitLook[] = [
  'scheduled',
  'confirmed',
  'arrived',
  'in_consultation',
  'completed',
  'no_show',
  'clash',
  'overbooked',
];
