// The points of a small curve, from what was measured. Time runs as one reads: the newest lies at the end of the line, which is the left
// where one reads from the right, as in every row and table beside it.

import type { Measure, Vitals } from '$/backend';

export type Point = { at: number; value: number; x: number; y: number };
export type Trend = { measure: Measure; points: Point[]; least: number; most: number };

export const WIDTH = 220;
export const HEIGHT = 56;
const EDGE = 4;

/** The curve of a measure, oldest first; fewer than two values make none. The scale never is so fine that a tremble looks like a fall. */
export function trendOf(
  measure: Measure,
  vitals: readonly Vitals[],
  { span, fromRight = false }: { span?: { least: number; most: number }; fromRight?: boolean } = {},
): Trend | undefined {
  const values = vitals
    .flatMap((each) => (each[measure] === null ? [] : [{ at: each.measured_at, value: each[measure] }]))
    .reverse();
  if (values.length < 2) return undefined;
  const least = span?.least ?? Math.min(...values.map(({ value }) => value));
  const most = span?.most ?? Math.max(...values.map(({ value }) => value));
  const room = Math.max(most - least, Math.abs(most) * 0.1, 1);
  const middle = (least + most) / 2;
  const [first, last] = [values[0]!.at, values.at(-1)!.at];
  const points = values.map(({ at, value }) => {
    const x = EDGE + ((at - first) / Math.max(last - first, 1)) * (WIDTH - 2 * EDGE);
    return { at, value, x: fromRight ? WIDTH - x : x, y: HEIGHT / 2 - ((value - middle) / room) * (HEIGHT - 2 * EDGE) };
  });
  return { measure, points, least, most };
}

export const pathOf = ({ points }: Trend): string => points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
