import { expect, test } from 'vitest';
import { pressure, read, scaled } from './measured';

const nothing = { pressure: '', height_mm: '', weight_grams: '', pulse_per_minute: '', temperature_tenths: '', oxygen_percent: '' };

test('numbers are read in both digits and with any point', () => {
  expect(scaled('37.9', 10)).toBe(379);
  expect(scaled('٣٧٫٩', 10)).toBe(379);
  expect(scaled('37,9', 10)).toBe(379);
  expect(scaled('78.25', 1000)).toBe(78_250);
  for (const wrong of ['', 'abc', '1.2.3', '-4', '1e5']) expect(scaled(wrong, 10)).toBeUndefined();
});

test('a blood pressure is two numbers', () => {
  for (const text of ['146/90', '146 90', '146-90', '١٤٦/٩٠', '146 / 90']) expect(pressure(text)).toEqual({ upper: 146, lower: 90 });
  for (const wrong of ['146', '146/', '146/90/1', 'a/b']) expect(pressure(wrong)).toBeUndefined();
});

test('what is left empty was not measured, and what cannot be read is named', () => {
  expect(read(nothing)).toEqual({ values: {}, unread: [] });
  expect(read({ ...nothing, pressure: '120', weight_grams: '78' })).toEqual({ values: { weight_grams: 78_000 }, unread: ['pressure'] });
});
