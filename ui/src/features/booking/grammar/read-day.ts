/** Reads a day at the start of a row of words: `tue`, `tomorrow`, `+2w`, `24 nov`, `24/11`, `2026-11-24`, «بعد بكرة». */
import type { WallDate } from '$/backend/bindings';
import { parseDateText } from '$/lib/parse/date';

export interface Reading<T> {
  value: T;
  /** How many words it took. */
  words: number;
}

/** `tue 24 nov 2026` is the longest day anybody types. */
const LONGEST_DAY = 4;

/**
 * The longest run of words that is one day. Bare numbers never are: on this line `24` is an hour or part of a phone, and
 * `10.30` is a time.
 */
export function readDay(words: readonly string[], today: WallDate): Reading<WallDate> | undefined {
  for (let count = Math.min(LONGEST_DAY, words.length); count > 0; count -= 1) {
    const run = words.slice(0, count);
    if (run.every((word) => /^[\d.:]+$/.test(word))) continue;
    const value = parseDateText(run.join(' '), today);
    if (value !== undefined && value >= today) return { value, words: count };
  }
  return undefined;
}
