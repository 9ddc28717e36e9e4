import { expect, test } from 'vitest';
import { nearOf } from './columns-near.svelte';

test('columns in sight are near, and a view of them on either side', () => {
  expect(nearOf({ scrolled: 0, width: 1000, column: 200 })).toEqual({ from: -5, until: 11 });
  expect(nearOf({ scrolled: 2_000, width: 1000, column: 200 })).toEqual({ from: 5, until: 21 });
});

test('a column of which a line is in sight counts as one', () => {
  // 199 of the second column's 200 pixels are out of sight; the seventh begins to show.
  const { from, until } = nearOf({ scrolled: 399, width: 1000, column: 200 });
  expect(from).toBeLessThanOrEqual(1 - 5);
  expect(until).toBeGreaterThan(6 + 5);
});
