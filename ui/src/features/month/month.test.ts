import { beforeEach, describe, expect, it } from 'vitest';
import { stretchOf, TODAY } from '../../../tests/fixtures/day';
import { FakeDesk } from '../../../tests/fixtures/fake-desk';
import { addDays, startOfMonth, startOfWeek } from '$/lib/dates';
import { DoctorMonth } from './month.svelte';

let desk: FakeDesk;
let month: DoctorMonth;

beforeEach(async () => {
  desk = new FakeDesk({
    'agenda.month': ({ doctor_id, date }) => {
      const first = startOfWeek(startOfMonth(date), 'sat');
      return { month: startOfMonth(date), stretch: stretchOf(doctor_id, Array.from({ length: 35 }, (_, day) => addDays(first, day))) };
    },
  });
  month = new DoctorMonth(desk);
  await month.open('karim', TODAY);
});

describe('the month of a doctor', () => {
  it('marks today, the weekend and the days of its neighbours', () => {
    expect(month.days).toHaveLength(35);
    expect(month.days.filter(({ isToday }) => isToday).map(({ date }) => date)).toEqual([TODAY]);
    expect(month.days.filter(({ outside }) => outside).map(({ date }) => date)).toEqual(['2026-10-31', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']);
    expect(month.days.filter(({ weekend }) => weekend)).toHaveLength(5);
  });

  it('goes over its days without asking, and over its end with the next month', async () => {
    await month.go('after');
    await month.go('first');
    expect(month.focused).toBe('2026-11-21');
    await month.go('down');
    expect(desk.inputs('agenda.month')).toHaveLength(1);
    await month.go('down');
    expect(month.focused).toBe('2026-12-05');
    expect(month.shown?.month).toBe('2026-12-01');
    await month.go('back');
    expect(month.focused).toBe('2026-11-05');
  });

  it('keeps what it shows when another month cannot be read', async () => {
    desk.answers['agenda.month'] = () => Promise.reject(new Error('away'));
    await month.step(1);
    expect(month.shown?.month).toBe('2026-11-01');
    expect(month.error).toBeInstanceOf(Error);
  });
});
