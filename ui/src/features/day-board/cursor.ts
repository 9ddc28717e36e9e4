/**
 * The keyboard's way over the board: one cursor, and the stops it can stand on.
 *
 * A column is a list of stops: each visit, and the free time between visits in slots. Left and right keep the minute the
 * cursor was last put on with up and down, so crossing a column with one long visit does not lose the place.
 */
import type { Minute } from '$/lib/minute';
import { SLOT_MINUTES, type VisibleRange } from './geometry';
import { isSame, type Place } from './place';

export interface Stop {
  from: Minute;
  until: Minute;
  /** The visit that stands here; free time has none. */
  visit?: string;
}

export interface CursorColumn extends Place {
  stops: readonly Stop[];
}

export interface Cursor extends Place {
  /** The minute the person means: left and right look for it in the next column. */
  minute: Minute;
  visit?: string;
}

export type CursorStep = 'earlier' | 'later' | 'before' | 'after' | 'first' | 'last';

interface Placed {
  key: string;
  from: Minute;
  until: Minute;
}

/** All stops of a column in the order of the day. `visits` come in the order they are to be visited where they overlap. */
export function stopsOf(visits: readonly Placed[], range: VisibleRange): Stop[] {
  const stops: Stop[] = visits.map(({ key, from, until }) => ({ from, until, visit: key }));
  let free = range.from;
  for (const visit of [...visits].sort((a, b) => a.from - b.from)) {
    addFree(stops, free, visit.from);
    free = Math.max(free, visit.until);
  }
  addFree(stops, free, range.until);
  return stops.sort((a, b) => a.from - b.from);
}

/** Slots begin on the quarter hour; what a visit of 20 minutes leaves over is a shorter slot of its own. */
function addFree(stops: Stop[], from: Minute, until: Minute): void {
  while (from < until) {
    const next = Math.min((Math.floor(from / SLOT_MINUTES) + 1) * SLOT_MINUTES, until);
    stops.push({ from, until: next });
    from = next;
  }
}

/** The stop a cursor stands on: its visit if that is still here, else what covers its minute, else the nearest one. */
export function stopAt(column: Pick<CursorColumn, 'stops'>, cursor: Pick<Cursor, 'minute' | 'visit'>): Stop | undefined {
  const { stops } = column;
  return (
    (cursor.visit === undefined ? undefined : stops.find((stop) => stop.visit === cursor.visit)) ??
    stops.find((stop) => stop.from <= cursor.minute && cursor.minute < stop.until) ??
    (stops.length > 0 && cursor.minute < (stops[0]?.from ?? 0) ? stops[0] : stops.at(-1))
  );
}

function standOn(column: CursorColumn, stop: Stop, minute: Minute = stop.from): Cursor {
  return { doctor: column.doctor, date: column.date, minute, visit: stop.visit };
}

/** Where a step leads; the cursor itself where there is no further. `before` and `after` are columns in reading order. */
export function moveCursor(columns: readonly CursorColumn[], cursor: Cursor, step: CursorStep): Cursor {
  const index = columns.findIndex((column) => isSame(column, cursor));
  const column = columns[index] ?? columns[0];
  if (column === undefined) return cursor;
  const here = stopAt(column, cursor);
  const place = here === undefined ? -1 : column.stops.indexOf(here);

  const along = (stop: Stop | undefined) => (stop === undefined ? cursor : standOn(column, stop));
  switch (step) {
    case 'earlier':
      return along(column.stops[place - 1]);
    case 'later':
      return along(column.stops[place + 1]);
    case 'first':
      return along(column.stops[0]);
    case 'last':
      return along(column.stops.at(-1));
    case 'before':
    case 'after': {
      const beside = columns[index + (step === 'after' ? 1 : -1)];
      const stop = beside && stopAt(beside, { minute: cursor.minute });
      return beside && stop ? standOn(beside, stop, cursor.minute) : cursor;
    }
  }
}
