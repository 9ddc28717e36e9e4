// How dates, times and numbers are written. Times, dates and counts take the digits of the language on screen; phones,
// references and keys are never passed through here: they stay as dialled, printed and pressed.

import type { Instant, WallDate, WallTime, Weekday } from '$/backend/bindings';
import { minutesOf, parts, utc } from './dates';
import { locale, type Language } from './locale.svelte';
import { toLanguageDigits } from './parse/digits';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to make and a board asks for hundreds: one of each kind is kept. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale.tag}|${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale.tag, options);
    formats.set(key, format);
  }
  return format;
}

/**
 * Assembled from parts rather than by the locale's own pattern: those put commas between the fields and differ from one
 * engine's data to the next.
 */
function dateWords(date: Date, options: Intl.DateTimeFormatOptions): string {
  const parts = dateFormat({ ...options, timeZone: options.timeZone ?? 'UTC' }).formatToParts(date);
  const order = ['weekday', 'day', 'month', 'year'];
  return order
    .map((type) => parts.find((part) => part.type === type)?.value)
    .filter((word) => word !== undefined)
    .join(' ');
}

/** `Tuesday 24 November 2026` */
export function dateLong(date: WallDate): string {
  return dateWords(utc(date), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** `Tue 24 Nov` */
export function dateShort(date: WallDate): string {
  return dateWords(utc(date), { weekday: 'short', day: 'numeric', month: 'short' });
}

/** `Tue 24 Nov 2026`: where there is no room for `dateLong`. */
export function dateFull(date: WallDate): string {
  return dateWords(utc(date), { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** `9 May 1971`: dates of birth and clinical dates, the month as a word. */
export function dateMedium(date: WallDate): string {
  return dateWords(utc(date), { day: 'numeric', month: locale.language === 'ar' ? 'long' : 'short', year: 'numeric' });
}

/** `19 Nov`: on an axis. */
export function dayAndMonth(date: WallDate): string {
  return dateWords(utc(date), { day: 'numeric', month: locale.language === 'ar' ? 'long' : 'short' });
}

/** `21–27 Nov 2026`, `28 Nov – 4 Dec 2026`; the year left out where there is no room for it. */
export function dateSpan(first: WallDate, last: WallDate, withYear = true): string {
  const [from, until] = [parts(first), parts(last)];
  const month = locale.language === 'ar' ? 'long' : 'short';
  const words = (date: WallDate, year: boolean) => dateWords(utc(date), { day: 'numeric', month, ...(year ? { year: 'numeric' } : {}) });
  const end = words(last, withYear);
  if (from.month !== until.month) return `${words(first, withYear && from.year !== until.year)} – ${end}`;
  return `${dayOfMonth(first)}${locale.language === 'ar' ? ' – ' : '–'}${end}`;
}

/** `November 2026` */
export function monthAndYear(date: WallDate): string {
  return dateWords(utc(date), { month: 'long', year: 'numeric' });
}

/** `24`, in the digits on screen. */
export function dayOfMonth(date: WallDate): string {
  return count(utc(date).getUTCDate());
}

export type NameLength = 'long' | 'short' | 'narrow';

export function weekdayName(weekday: Weekday, length: NameLength = 'long'): string {
  // 2024-01-01 was a Monday.
  const day = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 }[weekday];
  return dateFormat({ weekday: length, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
}

export function monthName(month: number, length: NameLength = 'long'): string {
  return dateFormat({ month: length, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, month - 1, 1)));
}

/** `09:30`; in Arabic `٠٩:٣٠`. The 24 hour clock in both. */
export function time(value: WallTime): string {
  return digits(value);
}

/** `09:30 to 09:45` needs a word, so the two ends are given: `[start, end]`. */
export function timeRange(start: WallTime, end: WallTime): string {
  // En dash with no spaces; isolated so that the earlier end comes first in the direction one reads.
  return locale.language === 'ar' ? `${time(start)} – ${time(end)}` : `${time(start)}–${time(end)}`;
}

/** An instant as day and time on the wall of a zone: `24 Nov 2026 09:30`. */
export function moment(at: Instant, zone: string): string {
  const date = new Date(at);
  const day = dateWords(date, {
    day: 'numeric',
    month: locale.language === 'ar' ? 'long' : 'short',
    year: 'numeric',
    timeZone: zone,
  });
  return `${day} ${momentTime(at, zone)}`;
}

/** The time of an instant on the wall of a zone. */
export function momentTime(at: Instant, zone: string): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(at));
}

/** A count or any plain number, grouped, in the digits on screen. */
export function count(value: number): string {
  return new Intl.NumberFormat(locale.tag).format(value);
}

/** A number without grouping (a year, a step). */
export function plainNumber(value: number): string {
  return digits(String(value));
}

/** Money from minor units of an ISO 4217 currency. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale.tag, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** The name of a country, currency or language as the reader calls it; the code where there is none. */
export function nameOf(kind: 'region' | 'currency' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames([locale.tag], { type: kind }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Whole minutes from one wall time to another. */
export function minutesBetween(start: WallTime, end: WallTime): number {
  return minutesOf(end) - minutesOf(start);
}

/** Text with its digits turned into those on screen. */
export function digits(text: string, language: Language = locale.language): string {
  return toLanguageDigits(text, language);
}

/** Up to two letters that stand for a person: of the first and the last name, titles left out. */
export function initials(name: string): string {
  const words = name
    .split(/[\s.]+/)
    .filter((word) => word !== '' && !/^(dr|prof|mr|mrs|ms|د|أ|أد)$/i.test(word));
  const first = words[0] ?? '';
  const last = words.length > 1 ? words[words.length - 1]! : '';
  // Arabic letters join, which would make a word of them: a thin gap keeps two initials two.
  return [first, last]
    .map((word) => [...word.replace(/^ال(?=..)/, '')][0]?.toUpperCase() ?? '')
    .filter((letter) => letter !== '')
    .join(/\p{Script=Arabic}/u.test(name) ? ' ' : '');
}

/** Several things one after the other, with the comma of the language on screen. */
export function listed(parts: readonly string[]): string {
  return parts.join(locale.language === 'ar' ? '، ' : ', ');
}
