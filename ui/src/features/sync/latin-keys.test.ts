import { expect, it } from 'vitest';
import { latinOf } from './latin-keys';

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

it.each([
  ['ض', 'KeyQ', 'q'],
  ['لا', 'KeyB', 'b'],
  ['ﻻ', 'KeyB', 'b'],
  ['٤', 'Digit4', '4'],
  ['ظ', 'Slash', '/'],
  ['ز', 'Period', '.'],
])('%s typed by %s is %s', (key, code, latin) => {
  expect(latinOf({ ...plain, key, code })).toBe(latin);
});

it('a capital stays one, and a colon stands where it does', () => {
  expect(latinOf({ ...plain, key: 'ِ', code: 'KeyA', shiftKey: true })).toBe('A');
  expect(latinOf({ ...plain, key: '؛', code: 'Semicolon', shiftKey: true })).toBe(':');
});

it('what is Latin already, a name of a key or a shortcut is left alone', () => {
  expect(latinOf({ ...plain, key: 'q', code: 'KeyQ' })).toBeUndefined();
  expect(latinOf({ ...plain, key: 'Enter', code: 'Enter' })).toBeUndefined();
  expect(latinOf({ ...plain, key: 'ؤ', code: 'KeyC', ctrlKey: true })).toBeUndefined();
});
