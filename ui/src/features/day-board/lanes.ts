/**
 * Visits that share time stand side by side in lanes of their column; all others take its whole width.
 */
import type { Minute } from '$/lib/minute';

export interface Interval {
  key: string;
  from: Minute;
  until: Minute;
}

export interface Lane {
  lane: number;
  lanes: number;
}

export const WHOLE_COLUMN: Lane = { lane: 0, lanes: 1 };

/**
 * The lane of every interval of one column. Intervals are half-open, so touching visits do not share time.
 *
 * `first` says who takes the start of the column where both begin together: the holder of a time stands before the one
 * that was booked over it.
 */
export function laneOut<T extends Interval>(intervals: readonly T[], first: (item: T) => boolean = () => true): Map<string, Lane> {
  const inOrder = [...intervals].sort((a, b) => Number(first(b)) - Number(first(a)) || a.from - b.from || b.until - a.until);
  const byTime = [...inOrder].sort((a, b) => a.from - b.from);
  const lanes = new Map<string, Lane>();
  let cluster: T[] = [];
  let clusterEnd = -1;

  const close = () => {
    if (cluster.length > 0) placeCluster(cluster, inOrder, lanes);
    cluster = [];
  };
  for (const interval of byTime) {
    if (interval.from >= clusterEnd) close();
    cluster.push(interval);
    clusterEnd = Math.max(cluster.length === 1 ? interval.until : clusterEnd, interval.until);
  }
  close();
  return lanes;
}

function placeCluster<T extends Interval>(cluster: readonly T[], order: readonly T[], lanes: Map<string, Lane>): void {
  if (cluster.length === 1) {
    for (const only of cluster) lanes.set(only.key, WHOLE_COLUMN);
    return;
  }
  const members = new Set(cluster.map((item) => item.key));
  const taken: T[][] = [];
  for (const item of order) {
    if (!members.has(item.key)) continue;
    let lane = taken.findIndex((row) => row.every((other) => item.until <= other.from || item.from >= other.until));
    if (lane === -1) lane = taken.push([]) - 1;
    taken[lane]?.push(item);
    lanes.set(item.key, { lane, lanes: 0 });
  }
  for (const item of cluster) {
    const placed = lanes.get(item.key);
    if (placed) placed.lanes = taken.length;
  }
}
