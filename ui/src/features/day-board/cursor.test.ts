import { describe, expect, it } from 'vitest';
import { moveCursor, stopAt, stopsOf, type CursorColumn } from './cursor';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const DAY = '2026-11-24';
const RANGE = { from: at(9), until: at(11) };

const columns: CursorColumn[] = [
  { doctor: 'a', date: DAY, stops: stopsOf([{ key: 'long', from: at(9, 15), until: at(10, 15) }], RANGE) },
  { doctor: 'b', date: DAY, stops: stopsOf([{ key: 'twenty', from: at(9), until: at(9, 20) }], RANGE) },
  { doctor: 'c', date: DAY, stops: stopsOf([], RANGE) },
];

describe('stops', () => {
  it('are the visits and the free quarter hours between them', () => {
    expect(columns[0]!.stops.map(({ from, visit }) => [from, visit])).toEqual([
      [at(9), undefined],
      [at(9, 15), 'long'],
      [at(10, 15), undefined],
      [at(10, 30), undefined],
      [at(10, 45), undefined],
    ]);
  });

  it('begin where a visit of an odd length ends', () => {
    expect(columns[1]!.stops.slice(0, 3).map(({ from, until }) => [from, until])).toEqual([
      [at(9), at(9, 20)],
      [at(9, 20), at(9, 30)],
      [at(9, 30), at(9, 45)],
    ]);
  });

  it('visit both of an overbooked pair, one after the other', () => {
    const stops = stopsOf([{ key: 'x', from: at(9), until: at(9, 30) }, { key: 'y', from: at(9), until: at(9, 30) }], RANGE);
    expect(stops.slice(0, 3).map((stop) => stop.visit)).toEqual(['x', 'y', undefined]);
  });
});

describe('the cursor', () => {
  it('goes to the next stop and stays at the ends', () => {
    const first = { doctor: 'a', date: DAY, minute: at(9) };
    expect(moveCursor(columns, first, 'earlier')).toBe(first);
    expect(moveCursor(columns, first, 'later')).toEqual({ doctor: 'a', date: DAY, minute: at(9, 15), visit: 'long' });
    const last = moveCursor(columns, first, 'last');
    expect(last.minute).toBe(at(10, 45));
    expect(moveCursor(columns, last, 'later')).toBe(last);
  });

  it('keeps its minute across a column with a long visit', () => {
    const start = { doctor: 'c', date: DAY, minute: at(10) };
    const beside = moveCursor(columns, moveCursor(columns, start, 'before'), 'before');
    expect(beside).toEqual({ doctor: 'a', date: DAY, minute: at(10), visit: 'long' });
    expect(moveCursor(columns, moveCursor(columns, beside, 'after'), 'after')).toEqual({ doctor: 'c', date: DAY, minute: at(10), visit: undefined });
  });

  it('stays where there is no further column', () => {
    const start = { doctor: 'c', date: DAY, minute: at(10) };
    expect(moveCursor(columns, start, 'after')).toBe(start);
  });

  it('follows its visit when the day changed under it, and its minute when the visit is gone', () => {
    expect(stopAt(columns[0]!, { minute: at(10, 45), visit: 'long' })?.from).toBe(at(9, 15));
    expect(stopAt(columns[0]!, { minute: at(10, 45), visit: 'gone' })?.from).toBe(at(10, 45));
  });

  it('reaches every stop of the day by going on', () => {
    let cursor = moveCursor(columns, { doctor: 'b', date: DAY, minute: at(9) }, 'first');
    let steps = 1;
    for (; ; steps += 1) {
      const next = moveCursor(columns, cursor, 'later');
      if (next === cursor) break;
      cursor = next;
    }
    expect(steps).toBe(columns[1]!.stops.length);
  });
});
