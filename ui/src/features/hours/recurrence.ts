// How a block of hours comes back: the few patterns a clinic uses, and any other RFC 5545 rule kept as it came.
// Pure. What a rule means on a given day is the desk's to say; here a rule is only read into a form and written from one.

import type { Hours, Weekday } from '$/backend';

/** The n-th such weekday of a month; −1 is the last. */
export type Nth = 1 | 2 | 3 | 4 | -1;

export type Repeat =
  | { every: 'week' }
  /** Every `weeks` weeks, counted from the week of the first day. */
  | { every: 'weeks'; weeks: number }
  | { every: 'month'; nth: Nth }
  /** A rule this form does not take apart. */
  | { every: 'rule'; rule: string };

/** When a block recurs. `weekday` is absent only for a rule that the form does not take apart. */
export interface Recurrence {
  weekday: Weekday | null;
  repeat: Repeat;
}

const BY_DAY: Record<string, Weekday> = { MO: 'mon', TU: 'tue', WE: 'wed', TH: 'thu', FR: 'fri', SA: 'sat', SU: 'sun' };
const CODE_OF = Object.fromEntries(Object.entries(BY_DAY).map(([code, day]) => [day, code])) as Record<Weekday, string>;

/**
 * Reads stored hours. A weekly rule over several weekdays becomes one recurrence a day: both say the same days, and a
 * block in the grid stands in one column.
 */
export function readRecurrence(hours: Pick<Hours, 'weekday' | 'rrule'>): Recurrence[] {
  if (hours.rrule === null) return [{ weekday: hours.weekday, repeat: { every: 'week' } }];
  const rule = hours.rrule;
  const whole: Recurrence[] = [{ weekday: null, repeat: { every: 'rule', rule } }];
  const parts = partsOf(rule);
  const days = (parts.get('BYDAY') ?? '').split(',').map((day) => /^(-?\d)?([A-Z]{2})$/.exec(day));
  if (days.length === 0 || days.some((day) => !day || !BY_DAY[day[2]!])) return whole;
  const only = (...names: string[]) => [...parts.keys()].every((name) => names.includes(name));

  if (parts.get('FREQ') === 'WEEKLY' && only('FREQ', 'INTERVAL', 'BYDAY', 'WKST')) {
    const weeks = Number(parts.get('INTERVAL') ?? '1');
    if (!Number.isInteger(weeks) || weeks < 1 || days.some((day) => day![1])) return whole;
    const repeat: Repeat = weeks === 1 ? { every: 'week' } : { every: 'weeks', weeks };
    // The order of the week matters once weeks are skipped; a rule that names another first day stays as it is.
    if (parts.has('WKST') && parts.get('WKST') !== 'MO') return whole;
    return days.map((day) => ({ weekday: BY_DAY[day![2]!]!, repeat }));
  }
  if (parts.get('FREQ') === 'MONTHLY' && only('FREQ', 'BYDAY') && days.length === 1) {
    const nth = Number(days[0]![1]);
    if (![1, 2, 3, 4, -1].includes(nth)) return whole;
    return [{ weekday: BY_DAY[days[0]![2]!]!, repeat: { every: 'month', nth: nth as Nth } }];
  }
  return whole;
}

/** What is sent to the desk: a plain weekday, or a rule. Never both. */
export function writeRecurrence({ weekday, repeat }: Recurrence): { weekday: Weekday | null; rrule: string | null } {
  switch (repeat.every) {
    case 'week':
      return { weekday, rrule: null };
    case 'weeks':
      return { weekday: null, rrule: `FREQ=WEEKLY;INTERVAL=${repeat.weeks};BYDAY=${CODE_OF[weekday ?? 'mon']}` };
    case 'month':
      return { weekday: null, rrule: `FREQ=MONTHLY;BYDAY=${repeat.nth}${CODE_OF[weekday ?? 'mon']}` };
    case 'rule':
      return { weekday: null, rrule: repeat.rule };
  }
}

/** A rule is counted from a first day, so a block that has one cannot do without it. */
export function needsFirstDay(repeat: Repeat): boolean {
  return repeat.every !== 'week';
}

function partsOf(rule: string): Map<string, string> {
  const text = rule.trim().replace(/^RRULE:/i, '').toUpperCase();
  return new Map(text.split(';').filter(Boolean).map((part) => part.split('=', 2) as [string, string]));
}
