/**
 * Minutes and pixels of the board. A minute is 1.6 px (`--minute` in tokens.css says the same in rem), so the shortest
 * visit, 15 minutes, is a 24 px target and 09:00 to 17:00 is 768 px.
 */
import type { Appointment, DoctorDay, RepVisit } from '$/backend/bindings';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';

export const SLOT_MINUTES = 15;

/** How fine a pointer places a start while it drags: 20 and 25 minute visits sit right. */
export const SNAP_MINUTES = 5;

export interface VisibleRange {
  from: Minute;
  until: Minute;
}

/** What an empty day shows. */
const USUAL_DAY: VisibleRange = { from: 9 * 60, until: 17 * 60 };

export interface Shown {
  columns: readonly Pick<DoctorDay, 'open'>[];
  appointments: readonly Pick<Appointment, 'start' | 'minutes'>[];
  rep_visits: readonly Pick<RepVisit, 'start' | 'minutes'>[];
}

/** Whole hours around all hours and visits, never less than eight of them. */
export function visibleRange(day: Shown): VisibleRange {
  let from: Minute = Infinity;
  let until: Minute = -Infinity;
  const cover = (start: Minute, end: Minute) => {
    from = Math.min(from, start);
    until = Math.max(until, end);
  };
  for (const column of day.columns) {
    for (const span of column.open) cover(minutesOf(span.start), minutesOf(span.end));
  }
  for (const visit of [...day.appointments, ...day.rep_visits]) {
    const start = minutesOf(visit.start);
    cover(start, start + visit.minutes);
  }
  if (from > until) return USUAL_DAY;

  from = Math.floor(from / 60) * 60;
  until = Math.min(Math.ceil(until / 60) * 60, 24 * 60);
  const least = USUAL_DAY.until - USUAL_DAY.from;
  if (until - from < least) until = Math.min(from + least, 24 * 60);
  if (until - from < least) from = until - least;
  return { from, until };
}

/** The full hours of the gutter. */
export function hoursOf(range: VisibleRange): Minute[] {
  const hours: Minute[] = [];
  for (let hour = range.from; hour < range.until; hour += 60) hours.push(hour);
  return hours;
}

export interface Box {
  /** Distance of the pointer from the column's first minute, and the column's height, in the same unit. */
  offset: number;
  height: number;
}

/** The minute under a pointer. Measured against the drawn height, so any zoom and any text scale is right. */
export function minuteAt(box: Box, range: VisibleRange): Minute {
  const share = Math.min(Math.max(box.offset / box.height, 0), 1);
  return range.from + share * (range.until - range.from);
}

export function snapDown(minute: Minute, step: number): Minute {
  return Math.floor(minute / step) * step;
}

export function snapNear(minute: Minute, step: number): Minute {
  return Math.round(minute / step) * step;
}
