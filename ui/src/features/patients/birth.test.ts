import { describe, expect, it } from 'vitest';

import { ageOn, monthsOn, readBirth } from './birth';

const TODAY = '2026-11-24';

describe('the birth field', () => {
  it.each([
    ['12/3/2019', '2019-03-12'],
    ['12-03-19', '2019-03-12'],
    ['2019-03-12', '2019-03-12'],
    ['12 March 2019', '2019-03-12'],
    ['yesterday', '2026-11-23'],
    ['-6m', '2026-05-24'],
    ['١٢ مارس ٢٠١٩', '2019-03-12'],
    ['٣/٤/١٩٧٠', '1970-04-03'],
    ['3 أبريل 1970', '1970-04-03'],
    ['1/2/27', '1927-02-01'],
  ])('reads %s as a date', (text, date) => {
    expect(readBirth(text, TODAY)).toEqual({ known: 'date', date });
  });

  it.each([
    ['34', 1992],
    ['٣٤', 1992],
    ['0', 2026],
    ['1968', 1968],
    ['١٩٦٨', 1968],
  ])('reads %s as a year', (text, year) => {
    expect(readBirth(text, TODAY)).toEqual({ known: 'year', year });
  });

  it.each(['', 'abc', '31/2/2019', '25/11/2026', '2027', '121', '1850', '12/2019', '13/13/2019', '1/1/1801', '5 foo 2019', '12/3', '12 March'])(
    'does not understand "%s"',
    (text) => {
      expect(readBirth(text, TODAY)).toBeNull();
    },
  );

  it('counts_a_year_only_once_the_birthday_has_come', () => {
    expect(ageOn(TODAY, { known: 'date', date: '2000-11-24' })).toBe(26);
    expect(ageOn(TODAY, { known: 'date', date: '2000-11-25' })).toBe(25);
    expect(ageOn(TODAY, { known: 'year', year: 1992 })).toBe(34);
  });

  it('counts_a_month_only_once_its_day_has_come', () => {
    expect(monthsOn(TODAY, '2026-10-24')).toBe(1);
    expect(monthsOn(TODAY, '2026-10-25')).toBe(0);
    expect(monthsOn(TODAY, '2025-12-30')).toBe(10);
  });
});
