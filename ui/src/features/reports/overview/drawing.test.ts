import { describe, expect, it } from 'vitest';
import type { OccupancyCell } from '$/backend';
import { dayHours, MOST_DOCTORS, occupancyMap, patientDays } from './drawing';

const cell = (id: string, weekday: number, booked_minutes: number, available_minutes: number): OccupancyCell => ({
  doctor: { id, name: id, second_name: null },
  weekday,
  booked_minutes,
  available_minutes,
  occupancy: available_minutes === 0 ? null : Math.round((booked_minutes * 1000) / available_minutes),
});

describe('the heat map of four weeks', () => {
  it('is whole, in the order of the clinic’s week, and its means are of minutes and not of days', () => {
    const { map, left } = occupancyMap({ occupancy: [cell('a', 1, 400, 400), cell('a', 6, 0, 1200), cell('b', 1, 100, 200)] }, 'sat');
    expect(left).toBe(0);
    expect(map.columns.map(({ key }) => key)).toEqual(['6', '1']);
    expect(map.cells.map(({ value }) => value)).toEqual([0, 1000, null, 500]);
    expect(map.rows.map(({ mean }) => mean)).toEqual(['25\u00a0%', '50\u00a0%']);
    expect(map.cells[2]!.opens).toBe(false);
  });

  it('shows the fullest where not all fit, in their own order, and says how many are left', () => {
    const occupancy = Array.from({ length: MOST_DOCTORS + 2 }, (_, at) => cell(String(at), 1, at * 10, 100));
    const { map, left } = occupancyMap({ occupancy }, 'mon');
    expect(left).toBe(2);
    expect(map.rows.map(({ key }) => key)).toEqual(Array.from({ length: MOST_DOCTORS }, (_, at) => String(at + 2)));
  });
});

it('the days are all there, and one without a visit is a gap', () => {
  const day = { date: '2026-11-02', booked: 5, came: 4, no_show: 1, rep_booked: 0, rep_came: 0 };
  const marks = patientDays({ from: '2026-11-01', to: '2026-11-03', days: [day] });
  expect(marks.map(({ values, opens }) => [values, opens])).toEqual([
    [[null, null], false],
    [[5, 4], true],
    [[null, null], false],
  ]);
});

it('an hour stands beside the usual one, where there is one', () => {
  const [nine, ten] = dayHours({ hours: [{ hour: 9, today: 3, usual: 2 }, { hour: 10, today: 0, usual: null }] }, 'usual');
  expect(nine).toMatchObject({ values: [3], before: 2, opens: true });
  expect(ten).toMatchObject({ values: [0], before: null, opens: false });
});
