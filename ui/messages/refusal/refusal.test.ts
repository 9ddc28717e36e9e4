// @vitest-environment node
// The desk's sources say which codes there are; each needs its sentence in both languages.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { locale } from '$/lib/locale.svelte';
import { ar } from './ar';
import { en } from './en';
import { sentenceFor } from './index';

const crates = fileURLToPath(new URL('../../../crates', import.meta.url));
const sources = ['desk/src', 'domain/src']
  .flatMap((folder) =>
    readdirSync(`${crates}/${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => `${crates}/${folder}/${path}`),
  )
  .filter((path) => path.endsWith('.rs') && !/tests?\.rs$|\/tests\/|testing/.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  // Unit tests make up codes of their own.
  .map((source) => source.split('#[cfg(test)]\nmod tests')[0]!);

function codesIn(pattern: RegExp): string[] {
  const found = sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1]!));
  return [...new Set(found)].sort();
}

/** Codes of the doors for scripts, which no screen meets. */
const NOT_ON_SCREEN = /^(rpc|test)\./;

describe('refusals', () => {
  const codes = codesIn(/Refusal::new\(\s*"([a-z_.]+)"/g).filter((code) => !NOT_ON_SCREEN.test(code));
  const fields = codesIn(/FieldError::new\(\s*[^,"]*(?:"[^"]*"[^,"]*)?,\s*"([a-z_.]+)"/g);

  it('reads the codes of the desk at all', () => {
    expect(codes).toContain('session.wrong_password');
    expect(fields).toContain('required');
  });

  it.each([['en', en], ['ar', ar]] as const)('have a sentence each in %s', (_, table) => {
    expect(codes.filter((code) => !(code in table.codes))).toEqual([]);
  });

  it.each([['en', en], ['ar', ar]] as const)('say what is wrong with a field in %s', (_, table) => {
    expect(fields.filter((code) => !(code in table.fields))).toEqual([]);
  });

  it('show the code where a sentence is missing', () => {
    expect(sentenceFor({ code: 'a.new_code', params: {}, incident: null })).toContain('a.new_code');
  });

  it('show the incident number of a fault', () => {
    locale.language = 'ar';
    expect(sentenceFor({ code: 'fault', params: {}, incident: 'ABCD-2345' })).toContain('ABCD-2345');
    locale.language = 'en';
  });
});
