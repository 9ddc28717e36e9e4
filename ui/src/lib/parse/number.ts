import { toLatinDigits } from './digits';

/** What a person typed where a whole number is asked for; `undefined` when it is none. */
export function parseWhole(text: string): number | undefined {
  const plain = toLatinDigits(text).replace(/[\s,]/g, '');
  if (!/^[+-]?\d{1,12}$/.test(plain)) return undefined;
  return Number(plain);
}

/** A decimal with at most `places` places, as the number of the smallest unit: `12.5` with 2 places is 1250. */
export function parseMinor(text: string, places: number): number | undefined {
  const plain = toLatinDigits(text).replace(/[\s,]/g, '');
  const found = /^(\d{1,10})(?:\.(\d*))?$/.exec(plain);
  if (!found || (found[2] ?? '').length > places) return undefined;
  return Number(found[1]) * 10 ** places + Number((found[2] ?? '').padEnd(places, '0') || 0);
}
