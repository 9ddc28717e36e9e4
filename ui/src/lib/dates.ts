// Arithmetic with the days and times of the clinic's wall. They are strings as the desk sends them (`2026-11-24`, `09:30`):
// no zone, no machine clock. What today is comes from the desk, never from here.

import { CalendarDate, parseDate } from '@internationalized/date';
import type { WallDate, WallTime, Weekday } from '$/backend/bindings';

/** In ISO order: Monday first. */
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function isWallDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return parseDate(text).toString() === text;
  } catch {
    return false;
  }
}

/** `undefined` when there is no such day. */
export function wallDate(year: number, month: number, day: number): WallDate | undefined {
  if (year < 1 || year > 9999) return undefined;
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isWallDate(text) ? text : undefined;
}

export function addDays(date: WallDate, days: number): WallDate {
  return parseDate(date).add({ days }).toString();
}

export function addMonths(date: WallDate, months: number): WallDate {
  return parseDate(date).add({ months }).toString();
}

export function addYears(date: WallDate, years: number): WallDate {
  return parseDate(date).add({ years }).toString();
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: WallDate, to: WallDate): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000);
}

export function weekdayOf(date: WallDate): Weekday {
  return WEEKDAYS[(utc(date).getUTCDay() + 6) % 7]!;
}

/** The seven days in the order of a week that starts so. */
export function weekFrom(start: Weekday): Weekday[] {
  const at = WEEKDAYS.indexOf(start);
  return [...WEEKDAYS.slice(at), ...WEEKDAYS.slice(0, at)];
}

/** The first day of the week a date lies in. */
export function startOfWeek(date: WallDate, weekStart: Weekday): WallDate {
  const behind = (WEEKDAYS.indexOf(weekdayOf(date)) - WEEKDAYS.indexOf(weekStart) + 7) % 7;
  return addDays(date, -behind);
}

export function startOfMonth(date: WallDate): WallDate {
  return parseDate(date).set({ day: 1 }).toString();
}

export function parts(date: WallDate): { year: number; month: number; day: number } {
  const { year, month, day }: CalendarDate = parseDate(date);
  return { year, month, day };
}

/** Whole years from a date of birth to a day. */
export function ageInYears(born: WallDate, today: WallDate): number {
  const from = parts(born);
  const to = parts(today);
  const hadBirthday = to.month > from.month || (to.month === from.month && to.day >= from.day);
  return to.year - from.year - (hadBirthday ? 0 : 1);
}

/** Minutes since midnight. `24:00` is 1440. */
export function minutesOf(time: WallTime): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** The wall time so many minutes after midnight; clamped to the day (00:00 to 24:00). */
export function timeAt(minutes: number): WallTime {
  const within = Math.min(Math.max(Math.round(minutes), 0), 1440);
  return `${pad(Math.floor(within / 60), 2)}:${pad(within % 60, 2)}`;
}

export function addMinutes(time: WallTime, minutes: number): WallTime {
  return timeAt(minutesOf(time) + minutes);
}

/**
 * Today and the time on the wall of a zone, for screens that have not asked the desk yet (the login clock). The desk
 * decides what today is wherever it matters.
 */
export function wallClock(zone: string, at: Date = new Date()): { date: WallDate; time: WallTime } {
  const fields = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const field = (type: string) => fields.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${field('year')}-${field('month')}-${field('day')}`,
    time: `${field('hour')}:${field('minute')}`,
  };
}

/** A wall date as an instant that formats to the same day in UTC. */
export function utc(date: WallDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
