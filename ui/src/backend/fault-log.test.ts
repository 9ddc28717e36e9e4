import { expect, test } from 'vitest';
import { faultOf } from './fault-log';

function thrown(stack: string): Error {
  const error = new TypeError('Omar Hesham is not a function');
  error.stack = stack;
  return error;
}

test('of an error its name and its places are told, and never its words', () => {
  const inWebKit = thrown('book@tauri://localhost/assets/Workplace-BC45t_Oh.js:14:2034\ntauri://localhost/assets/main-CQhqSegq.js:2:7\nforEach@[native code]');
  expect(faultOf(inWebKit)).toEqual({ kind: 'TypeError', places: ['Workplace-BC45t_Oh.js:14:2034', 'main-CQhqSegq.js:2:7'] });
  const inChromium = thrown('TypeError: Omar Hesham is not a function\n    at book (http://127.0.0.1:5180/assets/main-CQhqSegq.js:1:99)');
  expect(faultOf(inChromium)).toEqual({ kind: 'TypeError', places: ['main-CQhqSegq.js:1:99'] });
});

test('what is thrown and no error is told by its kind alone', () => {
  expect(faultOf('Omar Hesham')).toEqual({ kind: 'string', places: [] });
  expect(faultOf(undefined)).toEqual({ kind: 'undefined', places: [] });
});
