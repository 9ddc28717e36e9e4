// One spelling for what people type and read, for finding only: what is shown stays as entered.

import { toLatinDigits } from './parse/digits';

/** Case, accents, alef and hamza forms, taa marbuta, alef maqsura, diacritics, tatweel and digits folded away. */
export function fold(text: string): string {
  return toLatinDigits(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200e\u200f\u2066-\u2069]/g, '')
    .toLowerCase()
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ؤ]/g, 'و')
    .replace(/[ئى]/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/\s+/g, ' ')
    .trim();
}
