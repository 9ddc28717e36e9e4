import { afterEach, describe, expect, it } from 'vitest';
import { locale } from '$/lib/locale.svelte';
import { spoken, stepFrom, type Lie } from './marks';

afterEach(() => (locale.language = 'en'));

const LINE: Lie = { along: 'line' };
const GRID: Lie = { along: 'grid', columns: 3 };

describe('the arrows', () => {
  it('go with the eye in both directions of writing', () => {
    expect(stepFrom('ArrowRight', 2, 5, LINE, false)).toBe(3);
    expect(stepFrom('ArrowLeft', 2, 5, LINE, true)).toBe(3);
    expect(stepFrom('ArrowRight', 2, 5, LINE, true)).toBe(1);
  });

  it('stay at the ends, and the key is still used', () => {
    expect(stepFrom('ArrowRight', 4, 5, LINE, false)).toBe(4);
    expect(stepFrom('ArrowLeft', 0, 5, LINE, false)).toBe(0);
    expect(stepFrom('End', 0, 5, LINE, false)).toBe(4);
  });

  it('across the way of the marks are left to the page', () => {
    expect(stepFrom('ArrowDown', 2, 5, LINE, false)).toBeUndefined();
    expect(stepFrom('ArrowRight', 2, 5, { along: 'block' }, false)).toBeUndefined();
    expect(stepFrom('ArrowDown', 2, 5, { along: 'block' }, false)).toBe(3);
  });

  it('go along rows and columns of a grid and never from one row into the next', () => {
    expect(stepFrom('ArrowDown', 1, 9, GRID, false)).toBe(4);
    expect(stepFrom('ArrowRight', 2, 9, GRID, false)).toBe(2);
    expect(stepFrom('ArrowLeft', 3, 9, GRID, false)).toBe(3);
    expect(stepFrom('ArrowUp', 1, 9, GRID, false)).toBe(1);
    expect(stepFrom('Home', 5, 9, GRID, false)).toBe(3);
    expect(stepFrom('End', 3, 9, GRID, false)).toBe(5);
    expect(stepFrom('ArrowLeft', 3, 9, GRID, true)).toBe(4);
  });
});

it('a mark is said in one breath', () => {
  expect(spoken({ title: 'Thu 19 Nov', lines: [{ label: 'Patients', value: '78' }, { value: 'closed' }] })).toBe('Thu 19 Nov, Patients 78, closed');
  locale.language = 'ar';
  expect(spoken({ title: '١٩ نوفمبر', lines: [{ value: '٧٨' }] })).toBe('١٩ نوفمبر، ٧٨');
});
