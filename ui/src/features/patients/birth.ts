// "When was she born?" is answered with a date, a year or an age. One field takes all three and says what it understood.
// Pure: today comes in.

import { ageInYears } from '$/lib/dates';
import { parseDateText } from '$/lib/parse/date';
import { toLatinDigits } from '$/lib/parse/digits';
import type { WallDate } from '$/backend';

export type Birth =
  | { known: 'date'; date: WallDate }
  /** Only the year, as told or counted back from an age. */
  | { known: 'year'; year: number };

const OLDEST_YEARS = 120;

/**
 * `12/3/2019`, `12 March 2019`, `١٢ مارس ٢٠١٩`, `yesterday`, `-6m`: a date. `1968`: a year. `34`: an age. `null` when it is none of
 * these, lies ahead, or is further back than people live. A day and month alone are refused: the year would be a guess.
 */
export function readBirth(text: string, today: WallDate): Birth | null {
  const plain = toLatinDigits(text).trim();
  const thisYear = Number(today.slice(0, 4));

  if (/^\d{1,4}$/.test(plain)) {
    const number = Number(plain);
    const year = plain.length <= 3 ? thisYear - number : number;
    return year >= thisYear - OLDEST_YEARS && year <= thisYear ? { known: 'year', year } : null;
  }
  if (/^\d{1,2}[\s/.-]*[^\s/.-]+$/.test(plain)) return null;
  const date = parseDateText(plain, today, 'back');
  if (date === undefined || date > today || Number(date.slice(0, 4)) < thisYear - OLDEST_YEARS) return null;
  return { known: 'date', date };
}

/** The years between a birth and today; an estimate when only the year is known. */
export function ageOn(today: WallDate, birth: Birth): number {
  return birth.known === 'year' ? Number(today.slice(0, 4)) - birth.year : ageInYears(birth.date, today);
}

/** Whole months of age: what is said of a child under two. */
export function monthsOn(today: WallDate, born: WallDate): number {
  const months = (Number(today.slice(0, 4)) - Number(born.slice(0, 4))) * 12 + Number(today.slice(5, 7)) - Number(born.slice(5, 7));
  return Number(today.slice(8)) < Number(born.slice(8)) ? months - 1 : months;
}

