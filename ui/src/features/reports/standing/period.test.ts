import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '$/lib/dates';
import { periodBefore, presetOf, presetPeriod, PRESETS, stepped, unitOf, type Now } from './period';

const NOW: Now = { today: '2026-11-21', weekStart: 'sat', ahead: false };
const AHEAD: Now = { ...NOW, ahead: true };

describe('a period by its name', () => {
  it.each([
    ['this_week', '2026-11-21', '2026-11-21'],
    ['last_week', '2026-11-14', '2026-11-20'],
    ['this_month', '2026-11-01', '2026-11-21'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['this_quarter', '2026-10-01', '2026-11-21'],
    ['this_year', '2026-01-01', '2026-11-21'],
  ] as const)('%s goes from %s to %s', (preset, from, to) => {
    expect(presetPeriod(preset, NOW)).toEqual({ from, to });
  });

  it('goes to its end where what is to come counts', () => {
    expect(presetPeriod('this_month', AHEAD)).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(presetPeriod('this_week', AHEAD)).toEqual({ from: '2026-11-21', to: '2026-11-27' });
  });

  it('is known by its days again', () => {
    for (const now of [NOW, AHEAD, { ...NOW, today: '2026-11-18' }]) {
      for (const preset of PRESETS) expect(presetOf(presetPeriod(preset, now), now)).toBe(preset);
    }
    expect(presetOf({ from: '2026-11-03', to: '2026-11-09' }, NOW)).toBeUndefined();
  });
});

describe('the way to the next', () => {
  it('goes by whole units and is back where it began', () => {
    const month = presetPeriod('this_month', NOW);
    expect(stepped(month, -1, NOW)).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    expect(stepped(stepped(month, -1, NOW), 1, NOW)).toEqual(month);
    expect(stepped({ from: '2026-03-01', to: '2026-03-31' }, -1, NOW)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(stepped({ from: '2026-01-01', to: '2026-03-31' }, -1, NOW)).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  });

  it('of any other stretch goes by its own length, without a gap', () => {
    const odd = { from: '2026-11-03', to: '2026-11-12' };
    const next = stepped(odd, 1, NOW);
    expect(next).toEqual({ from: '2026-11-13', to: '2026-11-22' });
    expect(stepped(next, -1, NOW)).toEqual(odd);
  });

  it('knows the units', () => {
    expect(unitOf({ from: '2026-11-21', to: '2026-11-21' }, { ...NOW, today: '2026-11-25' })).toBe('day');
    expect(unitOf({ from: '2026-11-14', to: '2026-11-20' }, NOW)).toBe('week');
    expect(unitOf({ from: '2024-02-01', to: '2024-02-29' }, NOW)).toBe('month');
  });
});

describe('the period it is held against', () => {
  it('is as far into its unit as the running one is', () => {
    expect(periodBefore(presetPeriod('this_month', NOW), NOW)).toEqual({ from: '2026-10-01', to: '2026-10-21' });
  });

  it('is the whole unit where this one is whole, and never more than it', () => {
    expect(periodBefore({ from: '2026-10-01', to: '2026-10-31' }, NOW)).toEqual({ from: '2026-09-01', to: '2026-09-30' });
    const late: Now = { ...NOW, today: '2026-03-30' };
    expect(periodBefore(presetPeriod('this_month', late), late)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('of any other stretch is as long and ends the day before', () => {
    const odd = { from: '2026-11-03', to: '2026-11-12' };
    const before = periodBefore(odd, NOW);
    expect(addDays(before.to, 1)).toBe(odd.from);
    expect(daysBetween(before.from, before.to)).toBe(daysBetween(odd.from, odd.to));
  });
});
