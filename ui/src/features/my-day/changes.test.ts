import { expect, test } from 'vitest';
import type { AppointmentStatus } from '$/backend';
import { changesSince, type Look } from './changes';

const look = (visits: Record<string, [string, AppointmentStatus]>, date = '2026-11-24'): Look => ({
  date,
  visits: Object.fromEntries(Object.entries(visits).map(([id, [start, status]]) => [id, { name: id, start, status }])),
});

test('what is booked, moved, called off, here or missed is told in the order of the day', () => {
  const before = look({ a: ['09:00', 'scheduled'], b: ['10:00', 'scheduled'], c: ['11:00', 'confirmed'], d: ['12:00', 'scheduled'], e: ['13:00', 'arrived'] });
  const now = look({ a: ['09:00', 'arrived'], b: ['14:00', 'scheduled'], c: ['11:00', 'cancelled'], e: ['13:00', 'in_consultation'], f: ['08:00', 'scheduled'] });
  expect(changesSince(before, now).map(({ what, id }) => `${what} ${id}`)).toEqual(['new f', 'here a', 'gone c', 'gone d', 'moved b']);
});

test('what was told once is not told again, and the first look of a day tells nothing', () => {
  const now = look({ a: ['09:00', 'no_show'] });
  expect(changesSince(look({ a: ['09:00', 'scheduled'] }), now).map(({ what }) => what)).toEqual(['missed']);
  expect(changesSince(now, now)).toEqual([]);
  expect(changesSince(null, now)).toEqual([]);
  expect(changesSince(look({}, '2026-11-23'), now)).toEqual([]);
});
