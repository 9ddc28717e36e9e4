import { describe, expect, it } from 'vitest';

import type { Holiday } from '$/backend';
import { addDays } from '$/lib/dates';
import { ClosureForm, emptyClosure, HolidayPick } from './closureForm.svelte';

describe('the closure form', () => {
  it('one_day_needs_only_its_date', () => {
    const form = new ClosureForm(emptyClosure('doctor:d1', '2026-11-24'));
    form.values.reason = ' conference ';
    expect(form.toRequest()).toEqual({
      site_id: null,
      doctor_id: 'd1',
      first_date: '2026-11-24',
      last_date: '2026-11-24',
      from: null,
      until: null,
      effect: 'closed',
      reason: 'conference',
    });
  });

  it('asks_nothing_of_the_desk_before_the_part_of_the_day_is_known', () => {
    const form = new ClosureForm(emptyClosure('site:s1', '2026-11-24'));
    form.values.part = 'part_of_day';
    form.values.from = '14:00';
    expect(form.toRequest()).toBeNull();
    form.values.until = '17:00';
    expect(form.toRequest()).toMatchObject({ site_id: 's1', doctor_id: null, from: '14:00', until: '17:00' });
  });

  it('forgets_the_times_of_a_part_when_the_whole_day_is_closed_after_all', () => {
    const form = new ClosureForm(emptyClosure('site:s1', '2026-11-24'));
    Object.assign(form.values, { part: 'part_of_day', from: '14:00', until: '17:00' });
    form.values.part = 'whole_day';
    expect(form.toRequest()).toMatchObject({ from: null, until: null });
  });

  it('an_extra_opening_always_says_when', () => {
    const form = new ClosureForm(emptyClosure('doctor:d1', '2026-11-27'));
    form.values.effect = 'opened';
    expect(form.hasTimes).toBe(true);
    expect(form.toRequest()).toBeNull();
  });
});

const holiday = (date: string, name: string): Holiday => ({ date, name, name_ar: `ع ${name}`, estimated: false });
const EID = [holiday('2026-03-20', 'Eid'), holiday('2026-03-21', 'Eid'), holiday('2026-03-22', 'Eid'), holiday('2026-07-23', 'Revolution Day')];

describe('picking holidays', () => {
  it('days_in_a_row_with_one_name_become_one_closure', () => {
    const pick = new HolidayPick();
    pick.offer(EID, new Set());
    pick.toggleAll();
    expect(pick.toRequests('s1', 'en', (date) => addDays(date, 1))).toEqual([
      { site_id: 's1', first_date: '2026-03-20', last_date: '2026-03-22', effect: 'closed', reason: 'Eid' },
      { site_id: 's1', first_date: '2026-07-23', last_date: '2026-07-23', effect: 'closed', reason: 'Revolution Day' },
    ]);
  });

  it('a_gap_in_the_choice_parts_the_closure', () => {
    const pick = new HolidayPick();
    pick.offer(EID, new Set());
    pick.toggle('2026-03-20');
    pick.toggle('2026-03-22');
    expect(pick.toRequests('s1', 'ar', (date) => addDays(date, 1)).map((closure) => closure.reason)).toEqual(['ع Eid', 'ع Eid']);
  });

  it('what_is_closed_already_is_not_closed_again', () => {
    const pick = new HolidayPick();
    pick.offer(EID, new Set(['2026-03-20']));
    pick.toggle('2026-03-20');
    expect(pick.chosen).toEqual([]);
    pick.toggleAll();
    expect(pick.chosen).toEqual(['2026-03-21', '2026-03-22', '2026-07-23']);
    expect(pick.all).toBe(true);
  });
});
