import { describe, expect, it } from 'vitest';
import { axisFor, countLevels, labelled, levelOf, niceStep, OCCUPANCY_LEVELS, peakOf, share } from './scale';

describe('an axis', () => {
  it.each([
    [10, 3, 5],
    [78, 3, 50],
    [286, 3, 100],
    [1, 3, 0.5],
    [0, 3, 1],
  ])('over %d in about %d parts counts in steps of %d', (span, lines, step) => {
    expect(niceStep(span, lines)).toBeCloseTo(step);
  });

  it('holds every value and ends on a line', () => {
    for (const values of [[3], [17, 99, 101], [1000], [7, null, 12], [0, 0]]) {
      const axis = axisFor(values);
      expect(axis.most).toBeGreaterThanOrEqual(Math.max(...values.map((value) => value ?? 0)));
      expect(axis.ticks[0]).toBe(axis.least);
      expect(axis.ticks.at(-1)).toBe(axis.most);
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('of bars begins at nothing, whatever the values are', () => {
    expect(axisFor([90, 95]).least).toBe(0);
  });

  it('of a line begins higher where only the upper half is used', () => {
    expect(axisFor([52, 78], 2, 'floating')).toEqual({ least: 40, most: 80, ticks: [40, 60, 80] });
    expect(axisFor([12, 78], 3, 'floating').least).toBe(0);
  });

  it('counts whole things in whole steps', () => {
    expect(axisFor([1]).ticks).toEqual([0, 1]);
    expect(axisFor([2]).ticks).toEqual([0, 1, 2]);
  });

  it('of nothing still stands', () => {
    expect(axisFor([])).toEqual({ least: 0, most: 1, ticks: [0, 1] });
  });
});

it('a value lies as far along as it is large, and nothing lies at the start', () => {
  const axis = { least: 40, most: 80 };
  expect([40, 60, 80, 120, null].map((value) => share(value, axis))).toEqual([0, 0.5, 1, 1, 0]);
});

describe('labels', () => {
  it('are all there when there is room', () => expect(labelled(8, 800, 40)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]));
  it('are thinned evenly when there is not, and never overlap', () => {
    for (const [count, width] of [[31, 640], [90, 500], [365, 640], [1096, 300]] as const) {
      const at = labelled(count, width, 60);
      expect(at[0]).toBe(0);
      expect(at.length * 60).toBeLessThanOrEqual(Math.max(width, 60));
      expect(new Set(at.slice(1).map((each, index) => each - at[index]!)).size).toBeLessThanOrEqual(1);
    }
  });
  it('of nothing are none', () => expect(labelled(0, 100, 10)).toEqual([]));
});

it('the peak is the first of the largest, and an empty time has none', () => {
  expect(peakOf([3, 9, null, 9])).toBe(1);
  expect(peakOf([0, 0])).toBeUndefined();
  expect(peakOf([])).toBeUndefined();
});

describe('the levels of a heat map', () => {
  it('of shares are the same in every clinic', () => {
    expect([0, 549, 550, 800, 899, 900, 1000].map((value) => levelOf(value, OCCUPANCY_LEVELS))).toEqual([0, 0, 1, 3, 3, 4, 4]);
  });
  it('of counts rise evenly to the largest, which is of the highest', () => {
    const levels = countLevels([0, 7, 20]);
    expect(levels).toEqual([0, 4, 8, 12, 16]);
    expect(levelOf(20, levels)).toBe(4);
    expect(countLevels([])).toEqual([0, 1, 2, 3, 4]);
  });
});
