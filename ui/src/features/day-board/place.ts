/** Which column of the board is meant: one doctor on one day. */
import type { DoctorId, WallDate } from '$/backend/bindings';
import { weekdayOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';

export interface Place {
  doctor: DoctorId;
  date: WallDate;
}

/** A time in a column. */
export interface Slot extends Place {
  from: Minute;
}

export const keyOf = ({ doctor, date }: Place): string => `${doctor} ${date}`;

export const isSame = (a: Place, b: Place): boolean => a.doctor === b.doctor && a.date === b.date;

/** The column that takes over where the board turned to other ones: of the same doctor, on the same day or day of the week. */
export function takesOver(columns: readonly Place[], before: Place): Place | undefined {
  const ofOneDoctor = columns.every(({ doctor }) => doctor === columns[0]?.doctor);
  const sameDoctor = columns.filter(({ doctor }) => doctor === before.doctor);
  const among = sameDoctor.length === 0 && ofOneDoctor ? columns : sameDoctor;
  return (
    among.find(({ date }) => date === before.date) ??
    among.find(({ date }) => weekdayOf(date) === weekdayOf(before.date)) ??
    among[0]
  );
}
