/** Where and when a booking is to be: any part may still be open. */
import type { DoctorId, FreeTime, WallDate } from '$/backend';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';

export interface Place {
  doctor?: DoctorId;
  date?: WallDate;
  start?: Minute;
  minutes?: number;
}

export function placeOf(time: FreeTime): Place {
  return { doctor: time.doctor_id, date: time.date, start: minutesOf(time.start), minutes: time.minutes };
}

/** Only the parts that are there, so that one place can be laid over another. */
export function withoutGaps({ doctor, date, start, minutes }: Place): Place {
  const place: Place = {};
  if (doctor !== undefined) place.doctor = doctor;
  if (date !== undefined) place.date = date;
  if (start !== undefined) place.start = start;
  if (minutes !== undefined) place.minutes = minutes;
  return place;
}
