import { expect, test } from 'vitest';
import type { Vitals } from '$/backend';
import { HEIGHT, trendOf, WIDTH } from './trend';

const measured = (at: number, pulse_per_minute: number | null) => ({ measured_at: at, pulse_per_minute }) as Vitals;

test('a curve runs from the oldest to the newest and stays within its frame', () => {
  const trend = trendOf('pulse_per_minute', [measured(300, 90), measured(200, null), measured(100, 60)])!;
  expect(trend.points.map(({ value }) => value)).toEqual([60, 90]);
  expect(trend.points[0]!.x).toBeLessThan(trend.points[1]!.x);
  expect(trend.points[0]!.y).toBeGreaterThan(trend.points[1]!.y);
  for (const { x, y } of trend.points) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(WIDTH);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(HEIGHT);
  }
});

test('where one reads from the right, so does time; what was high stays high', () => {
  const vitals = [measured(300, 90), measured(200, 70), measured(100, 60)];
  const [there, mirrored] = [trendOf('pulse_per_minute', vitals)!, trendOf('pulse_per_minute', vitals, { fromRight: true })!];
  expect(mirrored.points.map(({ x }) => WIDTH - x)).toEqual(there.points.map(({ x }) => x));
  expect(mirrored.points.map(({ y }) => y)).toEqual(there.points.map(({ y }) => y));
});

test('one value is no curve, and values that are the same make a level one', () => {
  expect(trendOf('pulse_per_minute', [measured(1, 70)])).toBeUndefined();
  const level = trendOf('pulse_per_minute', [measured(2, 70), measured(1, 70)])!;
  expect(level.points[0]!.y).toBe(level.points[1]!.y);
});
