// How a cell of a report is written, and how two of a column are put in order. What a column holds says its kind.

import { nameOfDoctor } from '$/app/doctor-names.svelte';
import { doctorName } from '$/app/names';
import type { WallDate } from '$/backend/bindings';
import { minutesOf, WEEKDAYS } from '$/lib/dates';
import { count, dateFull, dayAndMonth, listed, money, monthAndYear, monthName, plainNumber, time, weekdayName } from '$/lib/format';
import { kindWords } from '$/lib/record-words';
import { auditCodes } from '$messages/audit';
import { standing as words } from '$messages/reports-standing';
import type { ColumnKind, Named, Cell, Column as Counted } from '$/backend';

/** What says how a cell is written. */
export type Column = Pick<Counted, 'key' | 'kind'>;

/** Stands where there is nothing to say. */
export const NOTHING = '–';

export const isNamed = (cell: Cell): cell is Named => typeof cell === 'object' && cell !== null && !Array.isArray(cell);

/** Whether a column is counted, and so stands at the end of its place. */
export function isFigure(kind: ColumnKind): boolean {
  return kind === 'count' || kind === 'tenths' || kind === 'minutes' || kind === 'percent' || kind === 'money';
}

/** Tenths of a percent: `73.4 %`; of whole percents only the whole. */
export function percent(tenths: number): string {
  return words.percent({ value: count(tenths / 10) });
}

/** Under three hours in minutes, beyond that in hours: `12,480 min` says nothing to anybody. */
export function stretch(minutes: number): string {
  if (Math.abs(minutes) < 180) return words.minutes({ minutes: count(minutes) });
  return words.hours({ hours: count(Math.round(minutes / 6) / 10) });
}

/** A number of a kind, as on an axis. */
export function figure(value: number, kind: ColumnKind, currency?: string | null): string {
  if (kind === 'percent') return percent(value);
  if (kind === 'minutes') return stretch(value);
  if (kind === 'tenths') return count(value / 10);
  if (kind === 'money') return currency ? money(value, currency) : count(value);
  return count(value);
}

/** How much more or less than before: of shares in points, of everything else in percent of what it was; nothing where it was nothing. */
export function changeOf(now: number, was: number, kind: ColumnKind): string | undefined {
  if (kind === 'percent') return words.points({ value: signed(Math.round(now - was) / 10) });
  if (was === 0) return undefined;
  return words.percent({ value: signed(Math.round((now / was - 1) * 100)) });
}

function signed(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '\u2212' : '±';
  return `${sign}${count(Math.abs(value))}`;
}

export function written(cell: Cell, { kind, key }: Column, currency?: string | null): string {
  if (cell === null) return words.none[kind] ?? (key === 'account' ? words.itself : NOTHING);
  if (isNamed(cell)) return personName(cell, kind);
  if (Array.isArray(cell)) return listed(cell.map((one) => personName(one, kind)));
  switch (kind) {
    case 'date':
      return dateFull(cell as WallDate);
    case 'weekday':
      return weekdayName(WEEKDAYS[Number(cell) - 1] ?? 'mon');
    case 'hour':
      return hourName(Number(cell));
    case 'time':
      return typeof cell === 'string' ? time(cell) : plainNumber(cell);
    case 'code':
      return codeName(key, String(cell));
    case 'month':
      return monthAndYear(`${cell as string}-01`);
    case 'count':
    case 'tenths':
    case 'minutes':
    case 'percent':
    case 'money':
      return figure(Number(cell), kind, currency);
    case 'text':
    case 'doctor':
    case 'specialty':
    case 'company':
    case 'rep':
    case 'medicine':
      // Under names stands how many there are.
      return typeof cell === 'number' ? count(cell) : String(cell);
  }
}

/** Shorter, for an axis: `19 Nov`, `11`, `Sat`. */
export function onAxis(cell: Cell, column: Column): string {
  if (cell === null || isNamed(cell)) return written(cell, column);
  if (column.kind === 'date') return dayAndMonth(String(cell));
  if (column.kind === 'month') return monthName(Number(String(cell).slice(5)), 'short');
  if (column.kind === 'hour') return plainNumber(Number(cell));
  if (column.kind === 'weekday') return weekdayName(WEEKDAYS[Number(cell) - 1] ?? 'mon', 'short');
  return written(cell, column);
}

/** A word of the desk, by its column where the same code means something else there. */
export function codeName(column: string, code: string): string {
  const { codes } = words;
  return codes[`${column}.${code}`] ?? codes[code] ?? (auditCodes as Record<string, string>)[code] ?? kindWords(code);
}

/** A column's name, by its report where one key means something else there. */
export function columnName(key: string, report?: string): string {
  return words.columns[`${report}.${key}`] ?? words.columns[key] ?? key;
}

/** `11:00–12:00` */
function hourName(hour: number): string {
  const on = (at: number) => time(`${String(at).padStart(2, '0')}:00`);
  return words.fromTo({ from: on(hour), until: on((hour + 1) % 24) });
}

function personName(cell: Named, kind: ColumnKind): string {
  const name = doctorName({ full_name: cell.name, second_name: cell.second_name, title: null });
  return kind === 'doctor' ? nameOfDoctor(cell.id, name) : name;
}

/** For sorting: what is written first comes first; nothing comes last either way. */
export function inOrder(a: Cell, b: Cell, column: Column, way: 'up' | 'down'): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const sign = way === 'up' ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (column.kind === 'time' && typeof a === 'string' && typeof b === 'string') return sign * (minutesOf(a) - minutesOf(b));
  if (column.kind === 'date') return sign * String(a).localeCompare(String(b));
  return sign * written(a, column).localeCompare(written(b, column));
}
