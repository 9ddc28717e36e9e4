/** What is drawn over the board that is not there yet: free times on offer, the time asked for, a length being drawn. */
import type { Minute } from '$/lib/minute';
import { laneOut, WHOLE_COLUMN, type Lane } from './lanes';
import { isSame, type Place } from './place';

export interface Ghost extends Place {
  key: string;
  from: Minute;
  until: Minute;
  /** `offered` can be taken by its number; `wanted` fits; `refused` does not. */
  kind: 'offered' | 'wanted' | 'refused';
  number?: number;
}

/** The ghosts of one column, side by side where they overlap. */
export function placeGhosts(ghosts: readonly Ghost[], column: Place): (Ghost & { place: Lane })[] {
  const mine = ghosts.filter((ghost) => isSame(ghost, column));
  const lanes = laneOut(mine);
  return mine.map((ghost) => ({ ...ghost, place: lanes.get(ghost.key) ?? WHOLE_COLUMN }));
}
