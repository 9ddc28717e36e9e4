// What a report draws: its rows as marks of a chart, the rows of the period before beside them. Pure; the words come from `writing`.

import type { Weekday } from '$/backend/bindings';
import { addDays, daysBetween, minutesOf, WEEKDAYS } from '$/lib/dates';
import { plainNumber, time } from '$/lib/format';
import { standing as words } from '$messages/reports-standing';
import type { HeatCell, HeatMap } from '../charts/heat';
import type { WeekBlock, WeekRow } from '../charts/week';
import type { Mark, Series, Tip } from '../charts/marks';
import { countLevels, OCCUPANCY_LEVELS, type Levels } from '../charts/scale';
import type { ColumnKind, Cell, ReportReply, ReportRow } from '$/backend';
import { columnName, figure, isNamed, NOTHING, onAxis, written, type Column } from './writing';

export type Drawing =
  | { kind: 'columns' | 'bars' | 'line' | 'pairs'; marks: Mark[]; series: Series[]; figures: ColumnKind; sameScale: boolean; left: number }
  | { kind: 'heat'; map: HeatMap; levels: Levels; figures: ColumnKind; unit: string }
  | { kind: 'week'; rows: WeekRow[]; days: { key: string; label: string; name: string }[]; from: number; to: number; groups: string[] }
  | { kind: 'none' };

/** Bars under one another are read one by one: more than so many are left to the table. */
export const MOST_BARS = 14;
/** Columns thinner than a finger's breadth of the eye are a line. */
const MOST_COLUMNS = 62;

const NONE: Drawing = { kind: 'none' };
const numberOf = (cell: Cell | undefined) => (typeof cell === 'number' ? cell : null);

/** The rows as a reader of this clinic expects them: weekdays as its week begins. */
export function arranged(reply: ReportReply, weekStart: Weekday): ReportReply {
  const at = reply.columns.findIndex(({ kind }) => kind === 'weekday');
  if (at !== 0) return reply;
  const start = WEEKDAYS.indexOf(weekStart) + 1;
  const place = (row: ReportRow) => (Number(row.cells[at]) - start + 7) % 7;
  return { ...reply, rows: reply.rows.toSorted((a, b) => place(a) - place(b)) };
}

export function drawingOf(reply: ReportReply, before: ReportReply | undefined, weekStart: Weekday): Drawing {
  const { chart } = reply;
  switch (chart.kind) {
    case 'bars':
      // Two figures that do not add up stand side by side.
      return marksDrawing(reply, before, chart.values.length === 2 ? 'pairs' : 'bars', chart.label, chart.values);
    case 'columns':
    case 'line':
      return marksDrawing(reply, before, chart.kind, chart.label, chart.values);
    case 'pairs':
      return marksDrawing(reply, undefined, 'pairs', chart.label, [chart.left, chart.right]);
    case 'heat':
      return heatDrawing(reply, before, chart, weekStart);
    case 'week':
      return weekDrawing(reply, chart, weekStart);
    case 'none':
      return NONE;
  }
}

function marksDrawing(reply: ReportReply, before: ReportReply | undefined, kind: 'bars' | 'columns' | 'line' | 'pairs', label: string, values: readonly string[]): Drawing {
  const at = placeOf(reply, label);
  const places = values.map((key) => placeOf(reply, key));
  const named = reply.columns[at];
  const first = reply.columns[places[0] ?? -1];
  if (!named || !first || places.includes(-1) || reply.rows.length === 0) return NONE;
  const along = kind === 'line' || kind === 'columns';
  const rows = along && named.kind === 'date' ? everyDay(reply, at) : reply.rows;
  const earlier = rowsBefore(before && along && named.kind === 'date' ? { ...before, rows: everyDay(before, at) } : before, named);
  const isStacked = kind !== 'line' && kind !== 'pairs' && places.length > 1;
  const marks = rows.map((row, index) => markOf(reply, row, earlier(row, index), named, at, places, { compared: kind === 'line' || places.length === 1, isStacked }));
  const shown = kind === 'bars' ? longest(marks) : kind === 'pairs' ? marks.slice(0, MOST_BARS) : marks;
  return {
    kind: kind === 'columns' && marks.length > MOST_COLUMNS ? 'line' : kind,
    marks: [...shown],
    series: places.map((place) => ({ key: reply.columns[place]!.key, name: columnName(reply.columns[place]!.key, reply.report) })),
    figures: first.kind,
    sameScale: places.every((place) => reply.columns[place]!.kind === first.kind) && kind === 'pairs' && first.kind !== 'count',
    left: marks.length - shown.length,
  };
}

/** All of them as they come, where they can be read; of more than that the longest, in their order. */
function longest(marks: readonly Mark[]): readonly Mark[] {
  if (marks.length <= MOST_BARS) return marks;
  return marks.toSorted((one, other) => totalOf(other) - totalOf(one)).slice(0, MOST_BARS);
}

const totalOf = ({ values }: Mark) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

function markOf(
  reply: ReportReply,
  row: ReportRow,
  earlier: ReportRow | undefined,
  named: Column,
  at: number,
  places: readonly number[],
  { compared, isStacked }: { compared: boolean; isStacked: boolean },
): Mark {
  const columns = places.map((place) => reply.columns[place]!);
  const values = places.map((place) => numberOf(row.cells[place]));
  const texts = places.map((place, each) => written(row.cells[place] ?? null, columns[each]!, reply.currency));
  const cell = row.cells[at] ?? null;
  // One medicine comes in several strengths.
  const strength = named.kind === 'medicine' ? row.cells[placeOf(reply, 'strength')] : undefined;
  const full = (name: string) => (typeof strength === 'string' ? `${name} ${strength}` : name);
  const name = full(written(cell, named));
  const before = earlier && compared ? numberOf(earlier.cells[places[0]!]) : undefined;
  const tip: Tip = {
    title: name,
    lines: [
      ...texts.map((value, each) => ({ label: columnName(columns[each]!.key, reply.report), value })),
      // What is written over the column, or after the bar.
      ...(isStacked ? [{ label: words.together, value: figure(values.reduce<number>((sum, value) => sum + (value ?? 0), 0), columns[0]!.kind, reply.currency) }] : []),
      ...(before === undefined ? [] : [{ label: words.before, value: before === null ? NOTHING : figure(before, columns[0]!.kind, reply.currency) }]),
    ],
  };
  return { key: row.key, name, label: full(onAxis(cell, named)), values, texts, before, tip, opens: row.opens };
}

/** A day without a row is a day all the same: left out, the time between two others would look shorter than it is. */
function everyDay(reply: ReportReply, at: number): ReportRow[] {
  const byDate = new Map(reply.rows.map((row) => [row.cells[at], row]));
  const days = daysBetween(reply.from, reply.to) + 1;
  return Array.from({ length: days }, (_, day) => addDays(reply.from, day)).map(
    (date) => byDate.get(date) ?? { key: date, cells: reply.columns.map((_, place) => (place === at ? date : null)), opens: false },
  );
}

/** Of days the first is held against the first; of doctors and hours each against itself. */
function rowsBefore(before: ReportReply | undefined, named: Column): (row: ReportRow, index: number) => ReportRow | undefined {
  if (!before) return () => undefined;
  if (named.kind === 'date') return (_, index) => before.rows[index];
  const byKey = new Map(before.rows.map((row) => [row.key, row]));
  return (row) => byKey.get(row.key);
}

function heatDrawing(reply: ReportReply, before: ReportReply | undefined, chart: { row: string; column: string; value: string }, weekStart: Weekday): Drawing {
  const [row, column, value] = [placeOf(reply, chart.row), placeOf(reply, chart.column), placeOf(reply, chart.value)];
  const [down, across, shown] = [reply.columns[row], reply.columns[column], reply.columns[value]];
  if (!down || !across || !shown || reply.rows.length === 0) return NONE;
  const earlier = new Map(before?.rows.map((each) => [each.key, each]));
  const rows = axisOf(reply.rows.map(({ cells }) => cells[row] ?? null), down, weekStart);
  const columns = axisOf(reply.rows.map(({ cells }) => cells[column] ?? null), across, weekStart);
  const byPlace = new Map(reply.rows.map((each) => [`${keyOf(each.cells[row] ?? null)}|${keyOf(each.cells[column] ?? null)}`, each]));
  const cells = rows.flatMap((ofRow) =>
    columns.map((ofColumn): HeatCell => {
      const found = byPlace.get(`${keyOf(ofRow)}|${keyOf(ofColumn)}`);
      const amount = numberOf(found?.cells[value]);
      const text = amount === null ? words.noHours : figure(amount, shown.kind, reply.currency);
      const was = found && earlier.get(found.key);
      const wasAmount = was && numberOf(was.cells[value]);
      const tip: Tip = {
        title: words.both({ first: written(ofRow, down), second: written(ofColumn, across) }),
        lines: [
          { label: columnName(shown.key, reply.report), value: text },
          ...(was === undefined ? [] : [{ label: words.before, value: wasAmount == null ? NOTHING : figure(wasAmount, shown.kind, reply.currency) }]),
        ],
      };
      const short = amount === null ? NOTHING : figure(shown.kind === 'percent' ? Math.round(amount / 10) : amount, 'count');
      return { key: found?.key ?? `${keyOf(ofRow)}|${keyOf(ofColumn)}`, value: amount, text: short, tip, opens: found?.opens ?? false };
    }),
  );
  return {
    kind: 'heat',
    map: {
      rows: rows.map((cell) => ({ key: keyOf(cell), label: written(cell, down) })),
      columns: columns.map((cell) => ({ key: keyOf(cell), label: onAxis(cell, across), name: written(cell, across) })),
      cells,
    },
    levels: shown.kind === 'percent' ? OCCUPANCY_LEVELS : countLevels(cells.map((cell) => cell.value)),
    figures: shown.kind,
    unit: columnName(shown.key, reply.report),
  };
}

function weekDrawing(reply: ReportReply, chart: { row: string; weekday: string; start: string; end: string; group: string }, weekStart: Weekday): Drawing {
  const [row, day, start, end, group] = [chart.row, chart.weekday, chart.start, chart.end, chart.group].map((key) => placeOf(reply, key));
  const columns = reply.columns;
  if ([row, day, start, end, group].some((place) => place === undefined || place < 0) || reply.rows.length === 0) return NONE;
  const minutes = (cell: Cell | undefined) => (typeof cell === 'string' ? minutesOf(cell) : 0);
  const blocks = reply.rows.map((each): WeekBlock & { owner: Cell; day: Cell } => {
    const cell = (place: number) => each.cells[place] ?? null;
    const audience = written(cell(group!), columns[group!]!);
    const between = words.fromTo({ from: written(cell(start!), columns[start!]!), until: written(cell(end!), columns[end!]!) });
    return {
      key: each.key,
      owner: cell(row!),
      day: cell(day!),
      from: minutes(cell(start!)),
      to: minutes(cell(end!)) || 1440,
      group: String(cell(group!)),
      short: words.fromTo({ from: shortTime(cell(start!)), until: shortTime(cell(end!)) }),
      tip: { title: words.both({ first: written(cell(row!), columns[row!]!), second: written(cell(day!), columns[day!]!) }), lines: [{ label: audience, value: between }] },
    };
  });
  const owners = axisOf(blocks.map(({ owner }) => owner), columns[row!]!, weekStart);
  const days = axisOf([1, 2, 3, 4, 5, 6, 7], { key: chart.weekday, kind: 'weekday' }, weekStart);
  return {
    kind: 'week',
    groups: [...new Set(blocks.map((block) => block.group))],
    days: days.map((cell) => ({ key: keyOf(cell), label: onAxis(cell, columns[day!]!), name: written(cell, columns[day!]!) })),
    rows: owners.map((owner) => ({
      key: keyOf(owner),
      label: written(owner, columns[row!]!),
      days: days.map((cell) => blocks.filter((block) => keyOf(block.owner) === keyOf(owner) && keyOf(block.day) === keyOf(cell))),
    })),
    from: Math.floor(Math.min(...blocks.map((block) => block.from)) / 60) * 60,
    to: Math.ceil(Math.max(...blocks.map((block) => block.to)) / 60) * 60,
  };
}

/** Each once: weekdays as the clinic's week begins, hours without a gap, everything else as it came. */
function axisOf(cells: readonly Cell[], { kind }: Column, weekStart: Weekday): Cell[] {
  const each = [...new Map(cells.map((cell) => [keyOf(cell), cell])).values()];
  const numbers = each.filter((cell) => typeof cell === 'number');
  if (kind === 'weekday') {
    const start = WEEKDAYS.indexOf(weekStart) + 1;
    return numbers.toSorted((a, b) => ((a - start + 7) % 7) - ((b - start + 7) % 7));
  }
  if (kind === 'hour' && numbers.length > 0) {
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }
  return each;
}

/** `9`, `16:30`: in a narrow cell a full hour needs no minutes. */
function shortTime(cell: Cell): string {
  const [hours = '', minutes = '00'] = String(cell).split(':');
  return minutes === '00' ? plainNumber(Number(hours)) : time(String(cell));
}

const keyOf = (cell: Cell) => (isNamed(cell) ? cell.id : String(cell));

function placeOf(reply: ReportReply, key: string): number {
  return reply.columns.findIndex((column) => column.key === key);
}
