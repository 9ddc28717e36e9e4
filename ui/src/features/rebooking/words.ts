/** How a worklist is said. */
import { doctorName } from '$/app/names';
import type { WallDate, WallTime, WorklistShort } from '$/backend';
import { dateLong, dateShort, time, timeRange } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { rebooking } from '$messages/rebooking';

export const whenWords = ({ date, start }: { date: WallDate; start: WallTime }): string => `${dateShort(date)} ${time(start)}`;

/** The days of a list. */
export function daysOf({ first_date, last_date }: WorklistShort): string {
  if (first_date === last_date) return dateLong(first_date);
  return rebooking.days({ first: dateShort(first_date), last: dateShort(last_date) });
}

/** Whose visits they are; nobody is named when there are too many. */
export function whoseOf({ doctors }: WorklistShort): string {
  return doctors.length > 2 ? '' : doctors.map((doctor) => isolate(doctorName(doctor))).join(' · ');
}

/** What took the time. */
export function causeOf({ closure }: WorklistShort): string {
  if (closure === null) return rebooking.hoursShortened;
  const reason = isolate(closure.reason);
  const said = closure.reason === '' ? '' : reason;
  if (closure.from === null || closure.until === null) return rebooking.closedAllDay({ reason: said });
  return rebooking.closedPart({ part: timeRange(closure.from, closure.until), reason: said });
}
