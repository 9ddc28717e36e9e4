// The dashboard as marks: the four weeks as a heat map and days, the day by its hours. Pure.

import type { OccupancyCell, Overview, Weekday } from '$/backend';
import { addDays, daysBetween, WEEKDAYS } from '$/lib/dates';
import { standing as words } from '$messages/reports-standing';
import type { HeatCell, HeatMap } from '../charts/heat';
import type { Mark, Tip } from '../charts/marks';
import { figure, NOTHING, onAxis, percent, written } from '../standing/writing';

/** As many as fit on one screen above the other charts. */
export const MOST_DOCTORS = 8;

const DOCTOR = { key: 'doctor', kind: 'doctor' } as const;
const DAY = { key: 'weekday', kind: 'weekday' } as const;
const DATE = { key: 'date', kind: 'date' } as const;
const HOUR = { key: 'hour', kind: 'hour' } as const;

/** Each doctor on each day of the week; of more than fit, the fullest. `left` says how many are not shown. */
export function occupancyMap({ occupancy }: Pick<Overview, 'occupancy'>, weekStart: Weekday): { map: HeatMap; left: number } {
  const byDoctor = new Map<string, OccupancyCell[]>();
  for (const cell of occupancy) byDoctor.set(cell.doctor.id, [...(byDoctor.get(cell.doctor.id) ?? []), cell]);
  const all = [...byDoctor.entries()].map(([id, cells]) => {
    const sum = (of: (cell: OccupancyCell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
    const available = sum(({ available_minutes }) => available_minutes);
    // The mean of a week is of its minutes: a half day counts half.
    return { id, cells, mean: available === 0 ? null : Math.round((sum(({ booked_minutes }) => booked_minutes) * 1000) / available) };
  });
  const fullest = new Set(all.toSorted((a, b) => (b.mean ?? -1) - (a.mean ?? -1)).slice(0, MOST_DOCTORS));
  const shown = all.filter((doctor) => fullest.has(doctor));
  const start = WEEKDAYS.indexOf(weekStart) + 1;
  const days = [...new Set(occupancy.map(({ weekday }) => weekday))].toSorted((a, b) => ((a - start + 7) % 7) - ((b - start + 7) % 7));
  const cells = shown.flatMap(({ id, cells: own }) =>
    days.map((day): HeatCell => {
      const cell = own.find(({ weekday }) => weekday === day);
      const value = cell?.occupancy ?? null;
      const tip: Tip = {
        title: words.both({ first: written(own[0]!.doctor, DOCTOR), second: written(day, DAY) }),
        lines:
          cell === undefined || value === null
            ? [{ value: words.noHours }]
            : [
                { label: words.columns.occupancy ?? '', value: percent(value) },
                { label: words.columns.booked_minutes ?? '', value: figure(cell.booked_minutes, 'minutes') },
                { label: words.columns.available_minutes ?? '', value: figure(cell.available_minutes, 'minutes') },
              ],
      };
      return { key: id, value, text: value === null ? NOTHING : figure(Math.round(value / 10), 'count'), tip, opens: value !== null };
    }),
  );
  return {
    map: {
      rows: shown.map(({ id, cells: own, mean }) => ({ key: id, label: written(own[0]!.doctor, DOCTOR), mean: mean === null ? NOTHING : percent(Math.round(mean / 10) * 10) })),
      columns: days.map((day) => ({ key: String(day), label: onAxis(day, DAY), name: written(day, DAY) })),
      cells,
    },
    left: all.length - shown.length,
  };
}

type Counted = Pick<Overview, 'from' | 'to' | 'days'>;

/** Every day of the four weeks, those without a visit among them. */
function everyDay<V>({ from, to, days }: Counted, mark: (date: string, day: Overview['days'][number] | undefined) => V): V[] {
  const byDate = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at)).map((date) => mark(date, byDate.get(date)));
}

function dayMark(date: string, lines: readonly [string, number | null][]): Mark {
  const name = written(date, DATE);
  const texts = lines.map(([, value]) => (value === null ? NOTHING : figure(value, 'count')));
  const tip: Tip = { title: name, lines: lines.map(([label], at) => ({ label, value: texts[at]! })) };
  return { key: date, name, label: onAxis(date, DATE), values: lines.map(([, value]) => value), texts, tip, opens: lines.some(([, value]) => value !== null) };
}

export function patientDays(overview: Counted): Mark[] {
  return everyDay(overview, (date, day) => dayMark(date, [[words.figures.booked ?? '', day?.booked ?? null], [words.figures.came ?? '', day?.came ?? null]]));
}

export function repDays(overview: Counted): Mark[] {
  return everyDay(overview, (date, day) => dayMark(date, [[words.figures.rep_visits ?? '', day?.rep_booked ?? null]]));
}

/** The hours of the day, each against what is usual. */
export function dayHours({ hours }: Pick<Overview, 'hours'>, usually: string): Mark[] {
  return hours.map(({ hour, today, usual }) => {
    const name = written(hour, HOUR);
    const text = figure(today, 'count');
    const tip: Tip = { title: name, lines: [{ label: words.today, value: text }, { label: usually, value: usual === null ? NOTHING : figure(usual, 'count') }] };
    return { key: String(hour), name, label: onAxis(hour, HOUR), values: [today], texts: [text], before: usual, tip, opens: today > 0 };
  });
}
