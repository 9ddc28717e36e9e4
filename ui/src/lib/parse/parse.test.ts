import { describe, expect, it } from 'vitest';
import { toLanguageDigits, toLatinDigits } from './digits';
import { parseDateText, parseWeekday } from './date';
import { parseMinor, parseWhole } from './number';
import { parseTime } from './time';

describe('a time as people type it', () => {
  it.each([
    ['930', '09:30'],
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['9', '09:00'],
    ['0905', '09:05'],
    ['14', '14:00'],
    ['1430', '14:30'],
    ['2pm', '14:00'],
    ['2:15 pm', '14:15'],
    ['12am', '00:00'],
    ['12 pm', '12:00'],
    ['٩:٣٠', '09:30'],
    ['٩٣٠', '09:30'],
    ['٢ م', '14:00'],
    ['٩ ص', '09:00'],
    [' 23:59 ', '23:59'],
  ])('%s is %s', (typed, meant) => expect(parseTime(typed)).toBe(meant));

  it.each(['', 'x', '960', '24:00', '25', '9:5', '13pm', '0am', '9:30:00', 'tue'])('%s is none', (typed) =>
    expect(parseTime(typed)).toBeUndefined(),
  );

  it('ends at 24:00 only where something ends', () => {
    expect(parseTime('24:00', 'end')).toBe('24:00');
    expect(parseTime('24:01', 'end')).toBeUndefined();
  });
});

describe('a date as people type it', () => {
  // A Tuesday.
  const today = '2026-11-24';

  it.each([
    ['2026-11-30', '2026-11-30'],
    ['today', '2026-11-24'],
    ['tom', '2026-11-25'],
    ['غدًا', '2026-11-25'],
    ['بكرة', '2026-11-25'],
    ['النهارده', '2026-11-24'],
    ['tue', '2026-11-24'],
    ['next tue', '2026-12-01'],
    ['Wed', '2026-11-25'],
    ['mon', '2026-11-30'],
    ['الثلاثاء', '2026-11-24'],
    ['الأربعاء', '2026-11-25'],
    ['يوم الجمعة', '2026-11-27'],
    ['+3', '2026-11-27'],
    ['+2w', '2026-12-08'],
    ['+٢ اسبوع', '2026-12-08'],
    ['+1m', '2026-12-24'],
    ['بعد ٣ أيام', '2026-11-27'],
    ['-1d', '2026-11-23'],
    ['25', '2026-11-25'],
    ['23', '2026-12-23'],
    ['31', '2026-12-31'],
    ['24/12', '2026-12-24'],
    ['3/2', '2027-02-03'],
    ['3/2/2028', '2028-02-03'],
    ['٣/٢/٢٠٢٨', '2028-02-03'],
    ['3.2.28', '2028-02-03'],
    ['24 nov', '2026-11-24'],
    ['23 november', '2027-11-23'],
    ['tue 1 dec', '2026-12-01'],
    ['١ ديسمبر', '2026-12-01'],
    ['٩ مايو ٢٠٢٧', '2027-05-09'],
    ['1st dec', '2026-12-01'],
    ['29/2', '2028-02-29'],
  ])('%s is %s', (typed, meant) => expect(parseDateText(typed, today)).toBe(meant));

  it.each(['', 'someday', '31/2/2027', '0', '32', '1/13', '29/2/2027', '930000', 'nov', '+2q'])('%s is none', (typed) =>
    expect(parseDateText(typed, today)).toBeUndefined(),
  );

  it.each([
    ['9/5/71', '1971-05-09'],
    ['09051971', '1971-05-09'],
    ['٩ مايو ١٩٧١', '1971-05-09'],
    ['1/1/26', '2026-01-01'],
    ['25/12', '2025-12-25'],
    ['wed', '2026-11-18'],
    ['25', '2026-10-25'],
  ])('of a birth, %s is %s', (typed, meant) => expect(parseDateText(typed, today, 'back')).toBe(meant));

  it('names a weekday in either language', () => {
    expect(parseWeekday('Fri')).toBe('fri');
    expect(parseWeekday('الأحد')).toBe('sun');
    expect(parseWeekday('may')).toBeUndefined();
  });
});

describe('numbers', () => {
  it.each([
    ['15', 15],
    ['١٥', 15],
    ['۱۵', 15],
    ['1,200', 1200],
    ['١٬٢٠٠', 1200],
    ['-3', -3],
  ])('%s is %d', (typed, meant) => expect(parseWhole(typed)).toBe(meant));

  it.each(['', '1.5', 'x', '١٥م', '--1'])('%s is none', (typed) => expect(parseWhole(typed)).toBeUndefined());

  it('become minor units without a float', () => {
    expect(parseMinor('٣٥٠٫٥', 2)).toBe(35050);
    expect(parseMinor('0.29', 2)).toBe(29);
    expect(parseMinor('1.005', 2)).toBeUndefined();
    expect(parseMinor('12', 0)).toBe(12);
  });

  it('go to Arabic-Indic digits and come back', () => {
    expect(toLanguageDigits('09:30', 'ar')).toBe('٠٩:٣٠');
    expect(toLatinDigits(toLanguageDigits('2026', 'ar'))).toBe('2026');
    expect(toLanguageDigits('09:30', 'en')).toBe('09:30');
  });
});
