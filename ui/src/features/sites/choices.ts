// Long lists to choose from, in the language on screen.

import type { ComboboxChoice } from '$/components/Combobox.svelte';
import { locale } from '$/lib/locale.svelte';

/** Countries by name. One that is not offered but set already stays in the list. */
export function countryChoices(codes: readonly string[], current: string | null): ComboboxChoice[] {
  const names = new Intl.DisplayNames([locale.tag], { type: 'region' });
  const all = current === null || codes.includes(current) ? codes : [current, ...codes];
  return all
    .map((code) => ({ value: code, label: names.of(code) ?? code, words: code }))
    .sort((a, b) => a.label.localeCompare(b.label, locale.tag));
}

/** Currencies in the order given, the usual ones first. */
export function currencyChoices(codes: readonly string[]): ComboboxChoice[] {
  const names = new Intl.DisplayNames([locale.tag], { type: 'currency' });
  return codes.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}

export const zoneChoices = (zones: readonly string[]): ComboboxChoice[] =>
  zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
