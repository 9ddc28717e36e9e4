/** Reads a time or a length at the start of a row of words: `10:30`, `930`, `9am`, `at 10`, «١٠ ص»; `20m`, `1h`, «نص ساعة». */
import type { Minute } from '$/lib/minute';
import type { Reading } from './read-day';
import { AT_WORDS, HALF_OF_DAY_WORDS, LENGTH_WORDS, SPOKEN_LENGTHS } from './words';

/** The longest visit the grammar takes; a number above it is not a length. */
const LONGEST_MINUTES = 480;

/** Bare digits are a time only on a five-minute step and not at night: `0937` and `0100` are parts of a phone number. */
const BARE_TIME_STEP = 5;
const BARE_TIME_FROM: Minute = 6 * 60;

export function readLength(words: readonly string[]): Reading<number> | undefined {
  for (const [spoken, minutes] of SPOKEN_LENGTHS) {
    if (spoken.every((word, place) => words[place] === word)) return { value: minutes, words: spoken.length };
  }
  const [first = '', second = ''] = words;
  const glued = /^(\d{1,3})(\p{L}+|')\.?$/u.exec(first);
  if (glued) return length(Number(glued[1]), glued[2] === "'" ? 1 : LENGTH_WORDS.get(glued[2] ?? ''), 1);
  if (/^\d{1,3}$/.test(first)) return length(Number(first), LENGTH_WORDS.get(second.replace(/\.$/, '')), 2);
  return undefined;
}

function length(count: number, unit: number | undefined, words: number): Reading<number> | undefined {
  if (unit === undefined) return undefined;
  const minutes = count * unit;
  return minutes > 0 && minutes <= LONGEST_MINUTES ? { value: minutes, words } : undefined;
}

export function readTime(words: readonly string[]): Reading<Minute> | undefined {
  const [first = '', second = ''] = words;
  if (AT_WORDS.has(first) && words.length > 1) {
    const told = readClock(second, words[2] ?? '', 'told');
    return told && { value: told.value, words: told.words + 1 };
  }
  return readClock(first, second, 'bare');
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
function clock(hours: number, minutes: number, half: 'am' | 'pm' | undefined, leadingZero: boolean): Minute | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  let hour = hours;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hour = (hours % 12) + (half === 'pm' ? 12 : 0);
  } else if (hours >= 1 && hours <= 6 && !leadingZero) {
    hour = hours + 12;
  }
  return hour * 60 + minutes;
}
