/** What the desk says to a booking in the making: the verdict on a time that was asked for, else the next free times. */
import type { Backend, FreeTime, PatientId, Verdict, WallDate } from '$/backend';
import { timeAt } from '$/lib/dates';
import type { Place } from './place';

/** The last answer stays until the next one comes, so nothing flickers. */
export type BookingAnswer =
  | { kind: 'none' }
  | { kind: 'verdict'; verdict: Verdict }
  | { kind: 'times'; times: FreeTime[] }
  | { kind: 'failed'; error: unknown };

export interface Question extends Place {
  date: WallDate;
  patient: PatientId | undefined;
  /** The length in force, where the place names none: the doctor's usual one. */
  minutesHere: number;
  /** Which of two equal wall times is meant, once somebody said. */
  laterHour: boolean | undefined;
  /** The visit is to be held from afar, in the doctor's hours for that. */
  online: boolean;
  /** How many free times are wanted. */
  times: number;
}

export async function askDesk(backend: Backend, question: Question): Promise<BookingAnswer> {
  const { doctor, date, start } = question;
  if (doctor === undefined || start === undefined) return { kind: 'times', times: await nextFree(backend, question) };
  const verdict = await backend.call('appointments.check', {
    doctor_id: doctor,
    patient_id: question.patient ?? null,
    date,
    start: timeAt(start),
    minutes: question.minutesHere,
    later_hour: question.laterHour ?? null,
    kind: question.online ? 'online' : null,
  });
  return { kind: 'verdict', verdict };
}

async function nextFree(backend: Backend, { doctor, date, start, minutes, online, times }: Question): Promise<FreeTime[]> {
  const { free_times } = await backend.call('appointments.next_free', {
    doctor_id: doctor ?? null,
    minutes: minutes ?? null,
    from: date,
    not_before: start === undefined ? null : timeAt(start),
    count: times,
    kind: online ? 'online' : null,
  });
  return free_times;
}
