// That no sentence is missing is asserted where the desk's sources are read, in the tree's own tests.

import { afterEach, expect, it } from 'vitest';
import { locale } from '$/lib/locale.svelte';
import { sentenceFor, sentenceForField } from './index';

afterEach(() => (locale.language = 'en'));

const refused = (code: string, params = {}) => ({ code, params, incident: null });

it('shows the code where a sentence is missing', () => {
  expect(sentenceFor(refused('a.new_code'))).toContain('a.new_code');
  expect(sentenceForField({ field: 'x', code: 'a_new_code', params: {} })).toContain('a_new_code');
});

it('shows the incident number of a fault, in either language', () => {
  for (const language of ['en', 'ar'] as const) {
    locale.language = language;
    expect(sentenceFor({ code: 'fault', params: {}, incident: 'ABCD-2345' })).toContain('ABCD-2345');
  }
});

it('counts the tries that are left only when they are few', () => {
  expect(sentenceFor(refused('session.wrong_password', { tries_left: 5, seconds: 0 }))).not.toMatch(/5/);
  expect(sentenceFor(refused('session.wrong_password', { tries_left: 1, seconds: 0 }))).toMatch(/One more try/);
  expect(sentenceFor(refused('session.wrong_password', { tries_left: 0, seconds: 30 }))).toMatch(/30 seconds/);
});

it('writes bounds as the reader does', () => {
  locale.language = 'ar';
  expect(sentenceForField({ field: 'minutes', code: 'out_of_range', params: { least: 5, most: 480 } })).toBe('من ٥ إلى ٤٨٠');
});
