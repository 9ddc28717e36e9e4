import { afterEach, describe, expect, it } from 'vitest';
import * as format from './format';
import { locale } from './locale.svelte';
import { isolate, plural } from './messages';

afterEach(() => (locale.language = 'en'));

describe('in English', () => {
  it('writes dates with the month as a word and no commas', () => {
    expect(format.dateLong('2026-11-24')).toBe('Tuesday 24 November 2026');
    expect(format.dateShort('2026-11-24')).toBe('Tue 24 Nov');
    expect(format.dateFull('2026-11-24')).toBe('Tue 24 Nov 2026');
    expect(format.dateMedium('1971-05-09')).toBe('9 May 1971');
  });

  it('writes what the days of a stretch have in common once', () => {
    expect(format.dateSpan('2026-11-21', '2026-11-27')).toBe('21–27 Nov 2026');
    expect(format.dateSpan('2026-11-28', '2026-12-04')).toBe('28 Nov – 4 Dec 2026');
    expect(format.dateSpan('2026-12-26', '2027-01-01')).toBe('26 Dec 2026 – 1 Jan 2027');
    expect(format.dateSpan('2026-12-26', '2027-01-01', false)).toBe('26 Dec – 1 Jan');
    expect(format.dateSpan('2026-11-21', '2026-11-27', false)).toBe('21–27 Nov');
  });

  it('writes times of day by the 24 hour clock', () => {
    expect(format.time('09:30')).toBe('09:30');
    expect(format.timeRange('09:30', '10:15')).toBe('09:30–10:15');
  });

  it('groups counts', () => expect(format.count(12345)).toBe('12,345'));
});

describe('in Arabic', () => {
  it('writes dates, times and counts in Arabic-Indic digits', () => {
    locale.language = 'ar';
    expect(format.dateLong('2026-11-24')).toBe('الثلاثاء ٢٤ نوفمبر ٢٠٢٦');
    expect(format.dateMedium('1971-05-09')).toBe('٩ مايو ١٩٧١');
    expect(format.time('09:30')).toBe('٠٩:٣٠');
    expect(format.dateSpan('2026-11-21', '2026-11-27')).toBe('٢١ – ٢٧ نوفمبر ٢٠٢٦');
    expect(format.count(12345)).toBe('١٢٬٣٤٥');
  });

  it('uses all six forms of a plural', () => {
    locale.language = 'ar';
    const forms = { zero: 'z', one: 'o', two: 't', few: 'f#', many: 'm#', other: 'x#' };
    expect([0, 1, 2, 3, 11, 100].map((n) => plural.ar(n, forms))).toEqual(['z', 'o', 't', 'f٣', 'm١١', 'x١٠٠']);
  });
});

it('writes an instant on the wall of the clinic, not of the machine', () => {
  // 2026-11-24T22:30Z is past midnight in Cairo.
  expect(format.moment(Date.UTC(2026, 10, 24, 22, 30), 'Africa/Cairo')).toBe('25 Nov 2026 00:30');
});

it('writes money by the minor units of its currency', () => {
  expect(format.money(15050, 'EGP')).toMatch(/150\.50/);
  expect(format.money(15050, 'VND')).toMatch(/15,050/);
});

describe('initials', () => {
  it.each([
    ['Heba Ramadan', 'HR'],
    ['Dr Salma Fathy', 'SF'],
    ['Cher', 'C'],
    ['هبة رمضان', 'ه ر'],
    ['د. كريم نجيب', 'ك ن'],
    ['', ''],
  ])('of %s are %s', (name, letters) => expect(format.initials(name)).toBe(letters));
});

it('isolates a value of unknown direction', () => expect(isolate('أمل')).toBe('\u2068أمل\u2069'));
