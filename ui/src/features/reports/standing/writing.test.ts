import { afterEach, describe, expect, it } from 'vitest';

import { locale } from '$/lib/locale.svelte';
import { written } from './writing';

afterEach(() => {
  locale.language = 'en';
});

describe('a total under a column of names', () => {
  const doctors = { key: 'doctor', kind: 'doctor', opens: false } as const;

  it.each(['en', 'ar'] as const)('is a number like every other, in %s', (language) => {
    locale.language = language;
    const visits = { key: 'visits', kind: 'count', opens: false } as const;
    expect(written(1600, doctors)).toBe(written(1600, visits));
  });

  it('has the digits of the language', () => {
    locale.language = 'ar';
    expect(written(16, doctors)).toBe('١٦');
  });
});
