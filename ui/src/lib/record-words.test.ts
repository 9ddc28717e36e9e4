import { afterEach, describe, expect, it } from 'vitest';

import type { ChangeLine, JsonValue } from '$/backend';
import { locale } from '$/lib/locale.svelte';
import { changeWords, fieldLines, fieldWords, kindWords, valueWords } from './record-words';

const READING = { zone: 'Africa/Cairo', names: { 'id-1': 'Mona Adel' } };
const say = (field: string, value: JsonValue) => valueWords(field, value, READING);
const change = (action: string, fields: [string, JsonValue, JsonValue][]): ChangeLine => ({
  table: 'appointment',
  row: 'r',
  action,
  fields: fields.map(([field, before, after]) => ({ field, before, after })),
});

afterEach(() => {
  locale.language = 'en';
});

describe('the words of the ledger', () => {
  it.each<[string, JsonValue, string]>([
    ['starts_at', 570, '09:30'],
    ['date', '2026-11-24', '24 Nov 2026'],
    ['status', 'in_consultation', 'In consultation'],
    ['weekday', 'tue', 'Tuesday'],
    ['weekend_days', ['fri', 'sat'], 'Friday, Saturday'],
    ['patient_id', 'id-1', 'Mona Adel'],
    ['active', 0, 'no'],
    ['minutes', 20, '20 minutes'],
    ['born_about', 1968, '1968'],
    ['phones', [{ number: '0122 614 0937', note: 'work' }], '0122 614 0937 · work'],
    ['reason', null, 'nothing'],
    ['last_login', Date.UTC(2026, 10, 24, 8, 5), '24 Nov 2026 10:05'],
  ])('%s is said in words', (field, value, words) => {
    expect(say(field, value)).toBe(words);
  });

  it('free_text_that_spells_a_code_is_left_alone', () => {
    expect(say('reason', 'closed')).toBe('closed');
    expect(say('effect', 'closed')).toBe('Closed');
  });

  it('a_phone_number_that_looks_like_digits_keeps_them_in_arabic', () => {
    locale.language = 'ar';
    expect(say('phone', '0122 614 0937')).toBe('0122 614 0937');
    expect(say('starts_at', 570)).toBe('٠٩:٣٠');
    expect(say('weekend_days', ['fri', 'sat'])).toBe('الجمعة، السبت');
  });

  it('a_soft_removal_is_a_removal_and_its_undo_an_addition', () => {
    expect(changeWords(change('set', [['deleted_at', null, 1]]))).toBe('Visit removed');
    expect(changeWords(change('set', [['deleted_at', 1, null]]))).toBe('Visit added');
    expect(changeWords(change('set', [['date', '2026-11-24', '2026-11-25']]))).toBe('Visit changed');
    expect(changeWords(change('insert', []))).toBe('Visit added');
  });

  it('a_new_row_tells_only_what_was_filled_in', () => {
    const lines = fieldLines(change('insert', [['ref', null, 'APT-A-000001'], ['notes', null, null], ['symptoms', null, []]]), READING);
    expect(lines.map((line) => line.field)).toEqual(['ref']);
  });

  it('what_has_no_word_is_shown_as_it_is_stored', () => {
    expect(kindWords('future.thing')).toBe('future.thing');
    expect(fieldWords('patient', 'future_column')).toBe('future_column');
    expect(fieldWords('patient', 'ref')).toBe('File number');
    expect(fieldWords('appointment', 'ref')).toBe('Reference');
  });
});
