// The stretch of days a report is about: the ones people ask for by name, the way from one to the next, and which one it is held against.

import type { WallDate, Weekday } from '$/backend/bindings';
import { addDays, addMonths, daysBetween, parts, startOfMonth, startOfWeek, wallDate } from '$/lib/dates';

export interface Period {
  from: WallDate;
  /** The last day, counted as well. */
  to: WallDate;
}

export const PRESETS = ['this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'this_year'] as const;
export type Preset = (typeof PRESETS)[number];

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';
const UNITS: readonly Unit[] = ['day', 'week', 'month', 'quarter', 'year'];

export interface Now {
  today: WallDate;
  weekStart: Weekday;
  /** Whether what is still to come counts: hours and closures do, what became of visits does not. */
  ahead: boolean;
}

/** The whole unit a day lies in. */
function whole(unit: Unit, date: WallDate, weekStart: Weekday): Period {
  if (unit === 'day') return { from: date, to: date };
  if (unit === 'week') {
    const from = startOfWeek(date, weekStart);
    return { from, to: addDays(from, 6) };
  }
  const { year, month } = parts(date);
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  const from = wallDate(year, Math.floor((month - 1) / months) * months + 1, 1) ?? startOfMonth(date);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/** The unit a day lies in, up to today where it is still running and what is to come does not count. */
function upToNow(unit: Unit, date: WallDate, now: Now): Period {
  const { from, to } = whole(unit, date, now.weekStart);
  return { from, to: !now.ahead && from <= now.today && now.today < to ? now.today : to };
}

export function presetPeriod(preset: Preset, now: Now): Period {
  const [which, unit] = preset.split('_') as ['this' | 'last', Unit];
  const { from } = whole(unit, now.today, now.weekStart);
  return which === 'this' ? upToNow(unit, now.today, now) : whole(unit, addDays(from, -1), now.weekStart);
}

/** Which unit a period is, whole or up to today; nothing for any other stretch of days. */
export function unitOf(period: Period, now: Now): Unit | undefined {
  const is = (other: Period) => other.from === period.from && other.to === period.to;
  return UNITS.find((unit) => is(whole(unit, period.from, now.weekStart)) || is(upToNow(unit, period.from, now)));
}

export function presetOf(period: Period, now: Now): Preset | undefined {
  return PRESETS.find((preset) => {
    const { from, to } = presetPeriod(preset, now);
    return from === period.from && to === period.to;
  });
}

/** The next such stretch, or the one before. */
export function stepped(period: Period, by: 1 | -1, now: Now): Period {
  const unit = unitOf(period, now);
  if (unit === undefined) {
    const days = daysBetween(period.from, period.to) + 1;
    return { from: addDays(period.from, by * days), to: addDays(period.to, by * days) };
  }
  const { from, to } = whole(unit, period.from, now.weekStart);
  return upToNow(unit, by === 1 ? addDays(to, 1) : addDays(from, -1), now);
}

/** What a period is held against: the unit before it, as far into it as this one goes; or as many days right before. */
export function periodBefore(period: Period, now: Now): Period {
  const days = daysBetween(period.from, period.to);
  const unit = unitOf(period, now);
  if (unit === undefined) return { from: addDays(period.from, -days - 1), to: addDays(period.from, -1) };
  const before = whole(unit, addDays(period.from, -1), now.weekStart);
  if (period.to === whole(unit, period.from, now.weekStart).to) return before;
  const end = addDays(before.from, days);
  return { from: before.from, to: end < before.to ? end : before.to };
}
