/** Reads a time, a length or both at the start of a row of words: `10:30`, `930`, `9am`, `half past 10`, «١٠ ونص»; `20m`, «نص ساعة»; `10 to 11`. */
import type { Minute } from '$/lib/minute';
import type { Reading } from './read-day';
import { AT_WORDS, BEFORE_WORDS, FROM_WORDS, HALF_OF_DAY_WORDS, HOUR_ALONE, HOUR_WORDS, LENGTH_WORDS, NOON_WORDS, PAST_WORDS, RANGE_WORDS, SPOKEN_LENGTHS, type HalfOfDay } from './words';

/** The longest visit the grammar takes; a number above it is not a length. */
const LONGEST_MINUTES = 480;

/** Bare digits are a time only on a five-minute step and not at night: `0937` and `0100` are parts of a phone number. */
const BARE_TIME_STEP = 5;
const BARE_TIME_FROM: Minute = 6 * 60;

export function readLength(words: readonly string[]): Reading<number> | undefined {
  const said = longestOf(SPOKEN_LENGTHS, words);
  if (said) return said;
  const [first = '', second = ''] = words;
  if (first === HOUR_ALONE && !/^\d/.test(second)) return { value: 60, words: 1 };
  const glued = /^(\d{1,3}(?:\.5)?)(\p{L}+|')\.?$/u.exec(first);
  if (glued) return length(Number(glued[1]), glued[2] === "'" ? 1 : LENGTH_WORDS.get(glued[2] ?? ''), 1);
  if (/^\d{1,3}(?:\.5)?$/.test(first)) return length(Number(first), LENGTH_WORDS.get(second.replace(/\.$/, '')), 2);
  return undefined;
}

/** The longest of the sayings that the words begin with. */
function longestOf(sayings: ReadonlyArray<readonly [readonly string[], number]>, words: readonly string[]): Reading<number> | undefined {
  const fitting = sayings.filter(([said]) => said.every((word, place) => words[place] === word));
  const [longest] = fitting.sort(([one], [other]) => other.length - one.length);
  return longest && { value: longest[1], words: longest[0].length };
}

function length(count: number, unit: number | undefined, words: number): Reading<number> | undefined {
  if (unit === undefined) return undefined;
  const minutes = count * unit;
  return Number.isInteger(minutes) && minutes > 0 && minutes <= LONGEST_MINUTES ? { value: minutes, words } : undefined;
}

export function readTime(words: readonly string[]): Reading<Minute> | undefined {
  const [first = ''] = words;
  if (AT_WORDS.has(first) && words.length > 1) {
    const told = readMoment(words.slice(1), 'told');
    return told && { value: told.value, words: told.words + 1 };
  }
  return readMoment(words, 'bare');
}

/** A stretch from one time to another, `10:30-11:00`, `from 10 to 11`, «من ١٠ إلى ١١»: when it begins and how long it is. */
export function readStretch(words: readonly string[]): Reading<{ start: Minute; minutes: number }> | undefined {
  const glued = /^(\d{1,2}(?::\d{2})?)[-–](\d{1,2}(?::\d{2})?)$/.exec(words[0] ?? '');
  if (glued && words[0]?.includes(':')) {
    const [from, until] = [glued[1] ?? '', glued[2] ?? ''].map((word) => readMoment([word], 'told'));
    return from && until && stretch(from.value, until.value, 1);
  }
  const led = FROM_WORDS.has(words[0] ?? '') ? 1 : 0;
  const from = readMoment(words.slice(led), led === 1 ? 'told' : 'bare');
  if (!from) return undefined;
  const between = led + from.words;
  if (!RANGE_WORDS.has(words[between] ?? '')) return undefined;
  const until = readMoment(words.slice(between + 1), 'told');
  return until && stretch(from.value, until.value, between + 1 + until.words);
}

function stretch(start: Minute, end: Minute, words: number): Reading<{ start: Minute; minutes: number }> | undefined {
  const minutes = end - start;
  return minutes > 0 && minutes <= LONGEST_MINUTES ? { value: { start, minutes }, words } : undefined;
}

/** An hour with what is said before or behind it. */
function readMoment(words: readonly string[], how: 'told' | 'bare'): Reading<Minute> | undefined {
  const [first = '', second = ''] = words;
  if (NOON_WORDS.has(first)) return { value: 12 * 60, words: 1 };
  const before = longestOf(BEFORE_WORDS, words);
  if (before) {
    const hour = readHour(words.slice(before.words), 'told');
    return hour && { value: hour.value + before.value, words: hour.words + before.words };
  }
  const hour = readHour(words, how);
  if (!hour) return undefined;
  // Between the hour and its half of the day, or behind both: «١٠ ونص الصبح», «١٠ الصبح ونص».
  const past = hour.value % 60 === 0 ? longestOf(PAST_WORDS, words.slice(hour.words)) : undefined;
  if (!past) return hour;
  const half = hour.words === 1 ? HALF_OF_DAY_WORDS.get(words[1 + past.words] ?? '') : undefined;
  const whole = half === undefined ? hour : readHour([first, words[1 + past.words] ?? second], 'told');
  return whole && { value: whole.value + past.value, words: hour.words + past.words + (half === undefined ? 0 : 1) };
}

function readHour(words: readonly string[], how: 'told' | 'bare'): Reading<Minute> | undefined {
  const [first = '', second = ''] = words;
  const said = how === 'told' ? HOUR_WORDS.get(first) : undefined;
  return readClock(said === undefined ? first : String(said), second, how);
}

function readClock(word: string, after: string, how: 'told' | 'bare'): Reading<Minute> | undefined {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?([^\d:]*)$/.exec(word);
  const packed = /^(\d{1,2})(\d{2})$/.exec(word);
  if (packed && word.length >= 3) {
    const minute = clock(Number(packed[1]), Number(packed[2]), undefined, packed[1]?.startsWith('0') ?? false);
    const sure = how === 'told' || (minute !== undefined && minute % BARE_TIME_STEP === 0 && minute >= BARE_TIME_FROM);
    return minute !== undefined && sure ? { value: minute, words: 1 } : undefined;
  }
  if (!match) return undefined;
  const [, hours = '', minutes, glued = ''] = match;
  const apart = glued === '' ? HALF_OF_DAY_WORDS.get(after) : undefined;
  const half = glued === '' ? apart : HALF_OF_DAY_WORDS.get(glued);
  if (glued !== '' && half === undefined) return undefined;
  const value = clock(Number(hours), Number(minutes ?? 0), half, hours.startsWith('0'));
  return value === undefined ? undefined : { value, words: apart === undefined ? 1 : 2 };
}

/**
 * An hour from 1 to 6 with no half of the day is the afternoon: at a front desk "3" is 15:00, and the chip says so at once.
 * Who means the night writes `03:00` or `3am`.
 */
function clock(hours: number, minutes: number, half: HalfOfDay | undefined, leadingZero: boolean): Minute | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  let hour = hours;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    const later = half === 'pm' || (half === 'noon' && (hours === 12 || hours < 10));
    hour = (hours % 12) + (later ? 12 : 0);
  } else if (hours >= 1 && hours <= 6 && !leadingZero) {
    hour = hours + 12;
  }
  return hour * 60 + minutes;
}
