import { describe, expect, test } from 'vitest';
import type { LineWarning } from '$/backend';
import { locale } from '$/lib/locale.svelte';
import { doseNumber, doseWords, instructionWords, readDose, warningWords } from './words';

const warning: LineWarning = {
  kind: 'allergy', against: 'Penicillin', shared: 'penicillin', by_family: true, severity: 'severe', reaction: 'anaphylaxis', noticed_on: null, prescription: null,
};

describe('how a line is said', () => {
  test('a dose is read as it is written, in either script', () => {
    expect(['1', '0.5', '½', '1/2', '١٫٥', '2,5', ' ٣ '].map(readDose)).toEqual([1000, 500, 500, 500, 1500, 2500, 3000]);
    expect(['', 'x', '0', '1/0', '-1', '1.2345'].map(readDose)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
    for (const milli of [250, 500, 1000, 1500, 20_000]) expect(readDose(doseNumber(milli))).toBe(milli);
  });

  test('a dose has its unit, one or several', () => {
    expect([doseWords(1000, 'tablet'), doseWords(500, 'tablet'), doseWords(2000, 'spray')]).toEqual(['1 tablet', '½ tablet', '2 sprays']);
  });

  test('the usual instructions are words, any others are left as they are', () => {
    expect([instructionWords('after_food'), instructionWords('with honey'), instructionWords(null)]).toEqual(['after food', 'with honey', null]);
  });

  test('a warning names what is the matter in both languages', () => {
    expect(warningWords(warning, 'Augmentin').title).toMatch(/^Allergy to .*Penicillin.*, severe: .*anaphylaxis/);
    expect(warningWords(warning, 'Augmentin').why).toMatch(/belongs to the penicillins/);
    const before = locale.language;
    locale.language = 'ar';
    expect(warningWords(warning, 'Augmentin').why).toMatch(/من البنسلينات/);
    expect([doseNumber(1500), doseWords(1000, 'tablet'), doseWords(2000, 'spray'), doseWords(5000, 'ml'), doseWords(3000, 'tablet')]).toEqual(['١٫٥', 'قرص', 'بختان', '٥ مل', '٣ أقراص']);
    locale.language = before;
  });
});
