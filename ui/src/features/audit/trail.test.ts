import { describe, expect, it } from 'vitest';

import { NO_FILTERS, startOfDay, toRequest } from './trail.svelte';

const at = (text: string) => Date.parse(text);

describe('the filters of the audit trail', () => {
  it.each([
    ['2026-11-24', 'Africa/Cairo', '2026-11-23T22:00:00Z'],
    ['2026-07-01', 'Africa/Cairo', '2026-06-30T21:00:00Z'],
    ['2026-11-24', 'Asia/Kolkata', '2026-11-23T18:30:00Z'],
    ['2026-11-24', 'America/New_York', '2026-11-24T05:00:00Z'],
    // The clock goes from 00:00 to 01:00: the day begins at 01:00 summer time.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    // The clock goes back the midnight after: the day itself begins in summer time.
    ['2026-10-29', 'Africa/Cairo', '2026-10-28T21:00:00Z'],
  ])('the %s begins in %s at %s', (date, zone, instant) => {
    expect(new Date(startOfDay(date, zone)).toISOString()).toBe(new Date(at(instant)).toISOString());
  });

  it('both_days_count_as_a_whole', () => {
    const request = toRequest({ ...NO_FILTERS, from: '2026-11-24', until: '2026-11-24' }, 'Africa/Cairo', null);
    expect(request.from).toBe(at('2026-11-23T22:00:00Z'));
    expect(request.until).toBe(at('2026-11-24T22:00:00Z') - 1);
  });

  it('asks_for_everything_when_nothing_is_filtered', () => {
    expect(toRequest(NO_FILTERS, 'UTC', 7)).toEqual({
      subject: null,
      account_id: null,
      kind: null,
      from: null,
      until: null,
      before: 7,
      limit: 60,
    });
  });
});
