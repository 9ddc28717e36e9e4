import { describe, expect, it } from 'vitest';

import { readRecurrence, writeRecurrence } from './recurrence';

describe('recurrence', () => {
  it('writes_a_plain_week_without_a_rule', () => {
    expect(writeRecurrence({ weekday: 'sun', repeat: { every: 'week' } })).toEqual({ weekday: 'sun', rrule: null });
  });

  it('writes_alternate_weeks_as_a_rule_and_no_weekday', () => {
    expect(writeRecurrence({ weekday: 'sun', repeat: { every: 'weeks', weeks: 2 } })).toEqual({
      weekday: null,
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
    });
  });

  it('reads_back_what_it_writes', () => {
    for (const repeat of [
      { every: 'week' },
      { every: 'weeks', weeks: 3 },
      { every: 'month', nth: 1 },
      { every: 'month', nth: -1 },
    ] as const) {
      expect(readRecurrence(writeRecurrence({ weekday: 'thu', repeat }))).toEqual([{ weekday: 'thu', repeat }]);
    }
  });

  it('splits_a_rule_over_several_days_into_one_block_a_day', () => {
    expect(readRecurrence({ weekday: null, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE' })).toEqual([
      { weekday: 'mon', repeat: { every: 'weeks', weeks: 2 } },
      { weekday: 'wed', repeat: { every: 'weeks', weeks: 2 } },
    ]);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=9',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=4',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=WEEKLY',
  ])('keeps_a_rule_it_does_not_take_apart: %s', (rule) => {
    const [recurrence] = readRecurrence({ weekday: null, rrule: rule });
    expect(recurrence).toEqual({ weekday: null, repeat: { every: 'rule', rule } });
    expect(writeRecurrence(recurrence!).rrule).toBe(rule);
  });
});
