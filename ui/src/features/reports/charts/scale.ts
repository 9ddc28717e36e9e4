// The arithmetic of the charts: where an axis ends, where its lines stand, which labels have room. No DOM, no words.

/** The steps people count in: 1, 2, 5 and their tens. */
export function niceStep(span: number, lines: number): number {
  if (span <= 0) return 1;
  const raw = span / Math.max(lines, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((each) => each * power >= raw * (1 - 1e-9)) ?? 10;
  return step * power;
}

export interface Axis {
  least: number;
  most: number;
  /** Where a line stands, least first; the ends among them. */
  ticks: number[];
}

/**
 * An axis that holds all of the values, in whole steps of a nice size. Bars are as long as what they say, so theirs begins at
 * nothing; a line may begin higher (`floating`) where all it has to say lies in the upper half.
 */
export function axisFor(values: readonly (number | null)[], lines = 3, start: 'zero' | 'floating' = 'zero', whole = true): Axis {
  const known = values.filter((value) => value !== null);
  const most = Math.max(0, ...known);
  const lowest = known.length === 0 ? 0 : Math.min(...known);
  const floor = start === 'floating' && lowest > most / 2 ? lowest : 0;
  const step = Math.max(niceStep(most - floor, lines), whole ? 1 : 0);
  const least = Math.floor(floor / step) * step;
  // Nothing at all still needs an axis to stand on.
  const end = Math.max(Math.ceil(most / step - 1e-9) * step, least + step);
  const ticks = Array.from({ length: Math.round((end - least) / step) + 1 }, (_, index) => tidy(least + index * step));
  return { least, most: tidy(end), ticks };
}

/** How far along an axis a value is, 0 to 1. */
export function share(value: number | null, { least, most }: Pick<Axis, 'least' | 'most'>): number {
  if (value === null || most <= least) return 0;
  return Math.min(Math.max((value - least) / (most - least), 0), 1);
}

/** Adding tenths leaves dust behind the comma. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Which of so many labels are written when each needs a part of the width: every one, every second, every fifth … */
export function labelled(count: number, width: number, each: number): number[] {
  if (count === 0) return [];
  const room = Math.max(Math.floor(width / Math.max(each, 1)), 1);
  const every = [1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 100, 180, 365].find((step) => Math.ceil(count / step) <= room) ?? count;
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}

/** The first of the largest values; none where nothing is larger than nothing. */
export function peakOf(values: readonly (number | null)[]): number | undefined {
  const most = Math.max(0, ...values.filter((value) => value !== null));
  return most > 0 ? values.indexOf(most) : undefined;
}

/** Five levels of a heat map, the weakest first: from where each begins. */
export type Levels = readonly [number, number, number, number, number];

/** Shares of what is open, in tenths of a percent: where a day is roomy, half, well, nearly and too full does not hang on the clinic. */
export const OCCUPANCY_LEVELS: Levels = [0, 550, 700, 800, 900];

/** Counts have no such marks: five even parts up to the largest. */
export function countLevels(values: readonly (number | null)[]): Levels {
  const most = Math.max(1, ...values.filter((value) => value !== null));
  const step = Math.max(Math.ceil(most / 5), 1);
  return [0, step, step * 2, step * 3, step * 4];
}

/** Which level a value is of, 0 to 4. */
export function levelOf(value: number, levels: Levels): number {
  return Math.max(levels.findLastIndex((from) => value >= from), 0);
}
