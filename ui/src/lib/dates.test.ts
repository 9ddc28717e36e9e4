import { describe, expect, it } from 'vitest';
import * as dates from './dates';

describe('wall dates', () => {
  it('know which days there are', () => {
    expect(dates.isWallDate('2028-02-29')).toBe(true);
    expect(dates.isWallDate('2027-02-29')).toBe(false);
    expect(dates.isWallDate('2026-1-1')).toBe(false);
  });

  it('step over months, years and clock changes', () => {
    // Cairo, 24 April 2026: midnight does not exist. A wall date does not care.
    expect(dates.addDays('2026-04-23', 1)).toBe('2026-04-24');
    expect(dates.addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(dates.addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(dates.daysBetween('2026-03-01', '2026-11-24')).toBe(268);
  });

  it('find the start of a week from any first day', () => {
    expect(dates.weekdayOf('2026-11-24')).toBe('tue');
    expect(dates.startOfWeek('2026-11-24', 'sat')).toBe('2026-11-21');
    expect(dates.startOfWeek('2026-11-24', 'tue')).toBe('2026-11-24');
    expect(dates.weekFrom('sun')).toEqual(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']);
  });

  it('count an age by birthdays', () => {
    expect(dates.ageInYears('1971-05-09', '2026-05-08')).toBe(54);
    expect(dates.ageInYears('1971-05-09', '2026-05-09')).toBe(55);
    expect(dates.ageInYears('2024-02-29', '2025-02-28')).toBe(0);
  });
});

describe('wall times', () => {
  it('are minutes since midnight', () => {
    expect(dates.minutesOf('24:00')).toBe(1440);
    expect(dates.timeAt(570)).toBe('09:30');
    expect(dates.addMinutes('23:50', 30)).toBe('24:00');
  });

  it('of a zone are not those of the machine', () => {
    expect(dates.wallClock('Africa/Cairo', new Date('2026-11-24T22:30:00Z'))).toEqual({ date: '2026-11-25', time: '00:30' });
  });
});
