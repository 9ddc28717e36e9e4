// Amounts as a field shows and takes them, without the currency's sign.

import { locale } from '$/lib/locale.svelte';
import { toLanguageDigits } from '$/lib/parse/digits';

/** How many digits the smallest unit of a currency has. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function amountText(minor: number | null, currency: string): string {
  if (minor === null) return '';
  const digits = minorDigits(currency);
  const [whole, rest] = [Math.floor(minor / 10 ** digits), minor % 10 ** digits];
  const text = digits === 0 ? String(whole) : `${whole}.${String(rest).padStart(digits, '0')}`;
  return toLanguageDigits(text, locale.language);
}
