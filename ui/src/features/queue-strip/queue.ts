/** Who is here and who is due, read from the day: what the strip at the board's edge lists. Pure. */
import type { Appointment, Day, Instant, RepVisit, WallTime } from '$/backend/bindings';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';

/** Whoever waits this long is shown in red. */
export const LONG_WAIT_MINUTES = 30;

/** As many due visits as the strip shows before it says how many more. */
export const SHOWN_DUE = 2;

export interface Here<T> {
  visit: T;
  minutes: number;
}

export interface Queue {
  /** Longest first. */
  waiting: Here<Appointment>[];
  inside: Here<Appointment>[];
  repsHere: Here<RepVisit>[];
  /** The next time at which somebody is expected, and everybody expected then. */
  due: { at: WallTime; visits: Appointment[] } | undefined;
}

/** `now` is the time on the wall, nothing on another day than today; `minutesSince` counts from an instant. */
export function queueOf(day: Day, now: Minute | undefined, minutesSince: (instant: Instant) => number): Queue {
  const since = <T>(visits: readonly T[], at: (visit: T) => Instant | null): Here<T>[] =>
    visits.map((visit) => ({ visit, minutes: minutesSince(at(visit) ?? Infinity) })).sort((a, b) => b.minutes - a.minutes);

  return {
    waiting: since(day.appointments.filter(({ status }) => status === 'arrived'), (visit) => visit.arrived_at),
    inside: since(day.appointments.filter(({ status }) => status === 'in_consultation'), (visit) => visit.started_at),
    repsHere: since(day.rep_visits.filter(({ status }) => status === 'arrived' || status === 'in_visit'), (visit) => visit.arrived_at),
    due: now === undefined ? undefined : nextDue(day, now),
  };
}

function nextDue(day: Day, now: Minute): Queue['due'] {
  const expected = day.appointments.filter(
    ({ status, start }) => (status === 'scheduled' || status === 'confirmed') && minutesOf(start) >= now,
  );
  const at = expected.reduce<WallTime | undefined>((first, { start }) => (first === undefined || start < first ? start : first), undefined);
  return at === undefined ? undefined : { at, visits: expected.filter(({ start }) => start === at) };
}

/** Whom to call next: the longest waiting whose doctor has nobody inside. That row has the filled button. */
export function callNext(queue: Queue): Appointment | undefined {
  const busy = new Set(queue.inside.map(({ visit }) => visit.doctor_id));
  return queue.waiting.find(({ visit }) => !busy.has(visit.doctor_id))?.visit;
}
