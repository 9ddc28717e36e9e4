/** How a wait is said. */
import { nameOfDoctor } from '$/app/doctor-names.svelte';
import { specialtyName } from '$/app/names';
import { session } from '$/app/session.svelte';
import type { FreeTime, VisitPlace, Wait, WaitCall, WallDate } from '$/backend';
import { daysBetween, wallClock } from '$/lib/dates';
import { count, dateShort, moment, time, timeRange, weekdayName } from '$/lib/format';
import { locale } from '$/lib/locale.svelte';
import { isolate } from '$/lib/messages';
import { waitList as words } from '$messages/wait-list';

/** Noon parts the morning from the afternoon. */
export const NOON = '12:00';

const comma = () => (locale.language === 'ar' ? '، ' : ', ');

export const whenWords = ({ date, start }: Pick<FreeTime, 'date' | 'start'>): string => `${dateShort(date)} ${time(start)}`;

/** The same with the doctor, where the wish does not say whom. */
export function offerWords(free: FreeTime | VisitPlace, wait: Pick<Wait, 'doctor_id'> | null): string {
  const doctor = wait?.doctor_id === free.doctor_id ? '' : ` ${isolate(nameOfDoctor(free.doctor_id, ''))}`;
  return `${whenWords(free)}${doctor}`;
}

/** Whom somebody waits for. */
export function whomOf(wait: Wait): string {
  if (wait.doctor_id !== null) return nameOfDoctor(wait.doctor_id, wait.doctor_name ?? '');
  if (wait.specialty === null) return words.anyDoctor;
  return words.anyOf({ specialty: isolate(specialtyName({ name: wait.specialty, name_ar: wait.specialty_ar })) });
}

/** Which days and which part of them. */
export function whenOf(wait: Wait): string {
  const { weekdays, first_date: first, last_date: last } = wait;
  const days = weekdays.map((day) => weekdayName(day, 'short')).join(comma());
  const span =
    first !== null && last !== null
      ? first === last ? dateShort(first) : words.betweenDays({ first: dateShort(first), last: dateShort(last) })
      : first !== null ? words.fromDay({ day: dateShort(first) })
      : last !== null ? words.untilDay({ day: dateShort(last) }) : '';
  const wanted = [days, span].filter((part) => part !== '');
  return [...(wanted.length === 0 ? [words.anyDay] : wanted), ...partOf(wait)].join(comma());
}

function partOf({ from, until }: Wait): string[] {
  if (from === null && until === null) return [];
  if (from === null && until === NOON) return [words.morning];
  if (from === NOON && until === null) return [words.afternoon];
  if (from === null) return [words.untilTime({ time: time(until!) })];
  if (until === null) return [words.fromTime({ time: time(from) })];
  return [timeRange(from, until)];
}

/** For how long already. */
export function sinceOf({ since }: Wait, today: WallDate): string {
  const days = daysBetween(wallClock(session.zone, new Date(since)).date, today);
  return days <= 0 ? words.today : words.days({ count: days });
}

export function callWords({ outcome, offered, at }: WaitCall): string {
  const what = words.called[outcome] ?? '';
  const when = moment(at, session.zone);
  return offered === null ? words.calledAt({ what, when }) : words.calledAbout({ what, time: whenWords(offered), when });
}

/** What tells the patient from another of that name. */
export function factsOf({ age_years, patient_ref }: Wait): string {
  return [...(age_years === null ? [] : [count(age_years)]), isolate(patient_ref)].join(' · ');
}
