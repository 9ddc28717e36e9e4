// A date as a person types it, in either language: `tue`, `الثلاثاء`, `+2w`, `٢٤`, `24/11`, `24 nov`, `٩ مايو ١٩٧١`, `2026-11-24`.
// Days come before months, as both languages write them.

import type { WallDate, Weekday } from '$/backend/bindings';
import { addDays, addMonths, addYears, isWallDate, parts, WEEKDAYS, wallDate, weekdayOf } from '../dates';
import { toLatinDigits } from './digits';

/** Where an unfinished date points: the next such day (a booking), or the last such day (a birth). */
export type Leaning = 'ahead' | 'back';

const WEEKDAY_WORDS: Record<Weekday, string[]> = {
  mon: ['mon', 'monday', 'الاثنين', 'اثنين', 'الاتنين', 'اتنين'],
  tue: ['tue', 'tues', 'tuesday', 'الثلاثاء', 'ثلاثاء', 'التلات', 'التلاتاء', 'تلات'],
  wed: ['wed', 'weds', 'wednesday', 'الاربعاء', 'اربعاء', 'الاربع', 'الاربعا'],
  thu: ['thu', 'thur', 'thurs', 'thursday', 'الخميس', 'خميس'],
  fri: ['fri', 'friday', 'الجمعه', 'جمعه'],
  sat: ['sat', 'saturday', 'السبت', 'سبت'],
  sun: ['sun', 'sunday', 'الاحد', 'احد', 'الحد'],
};

const MONTH_WORDS: string[][] = [
  ['jan', 'january', 'يناير', 'كانون الثاني'],
  ['feb', 'february', 'فبراير', 'شباط'],
  ['mar', 'march', 'مارس', 'اذار'],
  ['apr', 'april', 'ابريل', 'نيسان'],
  ['may', 'مايو', 'ايار'],
  ['jun', 'june', 'يونيو', 'يونيه', 'حزيران'],
  ['jul', 'july', 'يوليو', 'يوليه', 'تموز'],
  ['aug', 'august', 'اغسطس', 'اب'],
  ['sep', 'sept', 'september', 'سبتمبر', 'ايلول'],
  ['oct', 'october', 'اكتوبر', 'تشرين الاول'],
  ['nov', 'november', 'نوفمبر', 'تشرين الثاني'],
  ['dec', 'december', 'ديسمبر', 'كانون الاول'],
];

const NEAR_WORDS: Record<string, number> = {
  today: 0, tod: 0, اليوم: 0, النهارده: 0,
  tomorrow: 1, tom: 1, tmr: 1, tmrw: 1, غدا: 1, بكره: 1, بكرا: 1,
  yesterday: -1, امس: -1, امبارح: -1,
  'after tomorrow': 2, 'day after tomorrow': 2, 'the day after tomorrow': 2, 'بعد غد': 2, 'بعد بكره': 2,
  'in a week': 7, 'next week': 7, 'بعد يومين': 2, 'بعد اسبوع': 7, 'بعد اسبوعين': 14,
  'الاسبوع الجاي': 7, 'الاسبوع القادم': 7, 'الاسبوع المقبل': 7,
};

type Unit = 'd' | 'w' | 'm' | 'y';
const UNIT_WORDS: Record<string, Unit> = {
  d: 'd', day: 'd', days: 'd', ي: 'd', يوم: 'd', ايام: 'd',
  w: 'w', wk: 'w', week: 'w', weeks: 'w', س: 'w', اسبوع: 'w', اسابيع: 'w',
  m: 'm', mo: 'm', month: 'm', months: 'm', ش: 'm', شهر: 'm', شهور: 'm', اشهر: 'm',
  y: 'y', year: 'y', years: 'y', سنه: 'y', سنين: 'y', سنوات: 'y',
};

/** What was meant, or `undefined` when it cannot be told. */
export function parseDateText(text: string, today: WallDate, leaning: Leaning = 'ahead'): WallDate | undefined {
  const plain = fold(text);
  if (plain === '') return undefined;
  if (isWallDate(plain)) return plain;
  const near = NEAR_WORDS[plain];
  if (near !== undefined) return addDays(today, near);
  return (
    weekday(plain, today, leaning) ??
    offset(plain, today) ??
    numeric(plain, today, leaning) ??
    withMonthWord(plain, today, leaning)
  );
}

/** The weekday a single word names, in either language. */
export function parseWeekday(text: string): Weekday | undefined {
  const plain = fold(text);
  return WEEKDAYS.find((day) => WEEKDAY_WORDS[day].includes(plain));
}

/** One spelling for what people type: digits, case, hamza forms, taa marbuta, diacritics. */
function fold(text: string): string {
  return toLatinDigits(text)
    .trim()
    .toLowerCase()
    .replace(/[\u064B-\u0652\u0640\u2066-\u2069\u200e\u200f]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/ى(?=\s|$)/g, 'ي')
    .replace(/،/g, ' ')
    .replace(/\s+/g, ' ');
}

function weekday(plain: string, today: WallDate, leaning: Leaning): WallDate | undefined {
  const following = / (?:الجاي|الجايه|القادم|القادمه|المقبل)$/;
  const named = parseWeekday(plain.replace(/^(next|يوم) /, '').replace(following, ''));
  if (!named) return undefined;
  const apart = (WEEKDAYS.indexOf(named) - WEEKDAYS.indexOf(weekdayOf(today)) + 7) % 7;
  if (leaning === 'back') return addDays(today, apart === 0 ? 0 : apart - 7);
  return addDays(today, (plain.startsWith('next ') || following.test(plain)) && apart === 0 ? 7 : apart);
}

function offset(plain: string, today: WallDate): WallDate | undefined {
  const found = /^(?:([+-])|(in|بعد)) ?(\d{1,4}) ?(\p{L}*)$/u.exec(plain);
  if (!found) return undefined;
  const amount = Number(found[3]) * (found[1] === '-' ? -1 : 1);
  const unit = UNIT_WORDS[found[4] || 'd'];
  switch (unit) {
    case 'd':
      return addDays(today, amount);
    case 'w':
      return addDays(today, amount * 7);
    case 'm':
      return addMonths(today, amount);
    case 'y':
      return addYears(today, amount);
    case undefined:
      return undefined;
  }
}

function numeric(plain: string, today: WallDate, leaning: Leaning): WallDate | undefined {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain);
  if (yearFirst) return wallDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const compact = /^(\d{2})(\d{2})(\d{4})$/.exec(plain);
  if (compact) return wallDate(Number(compact[3]), Number(compact[2]), Number(compact[1]));
  const found = /^(\d{1,2})(?:[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?)?$/.exec(plain);
  if (!found) return undefined;
  const day = Number(found[1]);
  if (found[2] === undefined) return dayAlone(day, today, leaning);
  return dayAndMonth(day, Number(found[2]), found[3], today, leaning);
}

function withMonthWord(plain: string, today: WallDate, leaning: Leaning): WallDate | undefined {
  const withoutDay = plain.replace(/^(\p{L}+) (?=\d)/u, (all, word: string) => (parseWeekday(word) ? '' : all));
  const first = /^(\p{L}+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/u.exec(withoutDay);
  const led = first ? MONTH_WORDS.findIndex((words) => words.includes(first[1]!)) + 1 : 0;
  if (first && led > 0) return dayAndMonth(Number(first[2]), led, first[3], today, leaning);
  const found = /^(\d{1,2})(?:st|nd|rd|th)? ?(\p{L}[\p{L} ]*?)\.?(?: ?(\d{4}|\d{2}))?$/u.exec(withoutDay);
  const month = found ? MONTH_WORDS.findIndex((words) => words.includes(found[2]!)) + 1 : 0;
  return found && month > 0 ? dayAndMonth(Number(found[1]), month, found[3], today, leaning) : undefined;
}

/** `24`: this month's, or the next month's (the last one's, leaning back) that has such a day. */
function dayAlone(day: number, today: WallDate, leaning: Leaning): WallDate | undefined {
  if (day < 1 || day > 31) return undefined;
  const step = leaning === 'ahead' ? 1 : -1;
  const first = `${today.slice(0, 8)}01`;
  for (let month = 0; month <= 2; month += 1) {
    const { year, month: number } = parts(addMonths(first, month * step));
    const date = wallDate(year, number, day);
    if (date !== undefined && (leaning === 'ahead' ? date >= today : date <= today)) return date;
  }
  return undefined;
}

function dayAndMonth(
  day: number,
  month: number,
  yearText: string | undefined,
  today: WallDate,
  leaning: Leaning,
): WallDate | undefined {
  const thisYear = parts(today).year;
  if (yearText !== undefined) return wallDate(fullYear(yearText, thisYear, leaning), month, day);
  // Without a year: within this year or the next one in the leaning's direction; four steps reach a 29 February
  // except across a century, which nobody books.
  const step = leaning === 'ahead' ? 1 : -1;
  for (let years = 0; years <= 4; years += 1) {
    const date = wallDate(thisYear + years * step, month, day);
    if (date !== undefined && (leaning === 'ahead' ? date >= today : date <= today)) return date;
  }
  return undefined;
}

/** Two digits: this century, except for what leans back and would lie ahead. */
function fullYear(text: string, thisYear: number, leaning: Leaning): number {
  const number = Number(text);
  if (text.length === 4) return number;
  const century = thisYear - (thisYear % 100);
  return leaning === 'back' && century + number > thisYear ? century - 100 + number : century + number;
}
