// A chart's values in words.

import type { Allergy, ChartBanner, Measure, TimelineEntry, Vitals } from '$/backend';
import { doctorNameById } from './doctors';
import { daysBetween, parts } from '$/lib/dates';
import { dateMedium, digits, plainNumber } from '$/lib/format';
import { locale } from '$/lib/locale.svelte';
import { isolate } from '$/lib/messages';
import { chart } from '$messages/chart';
import { prescription as rx } from '$messages/prescription';

/** `58 years`, `5 months`; nothing where nobody knows. */
export function ageWords({ age_years, date_of_birth }: ChartBanner, today: string): string | undefined {
  if (age_years === null) return undefined;
  if (age_years < 2 && date_of_birth !== null) return chart.months({ count: Math.floor(daysBetween(date_of_birth, today) / 30.44) });
  return chart.years({ count: age_years });
}

export function birthWords({ date_of_birth, born_about }: ChartBanner): string {
  if (date_of_birth !== null) return dateMedium(date_of_birth);
  return born_about === null ? chart.unknown : chart.bornAbout({ year: plainNumber(born_about) });
}

/** `Penicillin: anaphylaxis, severe` */
export function allergyWords({ allergen, reaction, severity }: Allergy): string {
  return chart.allergyChip({ allergen: isolate(allergen), reaction: reaction === null ? '' : isolate(reaction), severity: chart.severities[severity] ?? '' });
}

/** Parts of a line, whatever their direction; those that are absent are left out. */
export const said = (...parts: (string | null | undefined)[]): string =>
  parts.flatMap((part) => (part == null || part === '' ? [] : isolate(part))).join(' · ');

/** What a line of vital signs shows: one measure, or the two of a blood pressure. */
export type Line = 'pressure' | 'pulse_per_minute' | 'temperature_tenths' | 'oxygen_percent' | 'weight_grams' | 'height_mm';
export const LINES: readonly Line[] = ['pressure', 'pulse_per_minute', 'temperature_tenths', 'oxygen_percent', 'weight_grams', 'height_mm'];

export const lineName = (line: Line): string => (line === 'pressure' ? chart.bloodPressure : (chart.measures[line] ?? line));

/** The measures that a line is made of. */
export const measuresOf = (line: Line): Measure[] => (line === 'pressure' ? ['systolic_mmhg', 'diastolic_mmhg'] : [line]);

/** A value as it is said, without its unit: grams as kilograms, tenths as degrees. */
export function valueWords(measure: Measure, value: number): string {
  const shown = { weight_grams: value / 1000, temperature_tenths: value / 10, height_mm: value / 10 }[measure as string] ?? value;
  const said = digits(measure === 'temperature_tenths' ? shown.toFixed(1) : String(Math.round(shown * 10) / 10));
  return locale.language === 'ar' ? said.replace('.', '٫') : said;
}

/** A line of one measuring with its unit; nothing where it was not measured. */
export function lineWords(line: Line, vitals: Vitals): string | undefined {
  const values = measuresOf(line).map((measure) => vitals[measure]);
  if (values.some((value) => value === null)) return undefined;
  const value = measuresOf(line).map((measure) => valueWords(measure, vitals[measure]!)).join('/');
  return chart.units[line]({ value });
}

export const standsOut = (line: Line, { standing_out }: Vitals): boolean => measuresOf(line).some((measure) => standing_out.includes(measure));

/** What a prescription corrects, and what stands in its place. */
export function chainWords({ prescription }: TimelineEntry): string {
  if (prescription === null) return '';
  const { corrects, replaced_by } = prescription;
  return said(corrects && chart.corrects({ ref: isolate(corrects) }), replaced_by && chart.replacedBy({ ref: isolate(replaced_by) }));
}

/** A line of the timeline: what it is, and what stands below it. */
export function entryWords(entry: TimelineEntry): { title: string; detail: string } {
  const word = chart.entries[entry.kind] ?? entry.kind;
  switch (entry.kind) {
    case 'visit':
    case 'encounter':
      return {
        title: said(word, doctorNameById(entry)),
        detail: said(entry.status === 'completed' || entry.status === null ? null : chart.statuses[entry.status], entry.detail ?? entry.title),
      };
    case 'lab_test':
      return { title: entry.title ?? word, detail: said(entry.detail ?? chart.awaited, entry.flag && entry.flag !== 'usual' ? chart.flags[entry.flag] : undefined) };
    case 'vitals':
      return { title: word, detail: entry.pressure ? chart.pressureOf({ value: digits(entry.pressure.join('/')) }) : '' };
    case 'allergy':
      return { title: word, detail: said(entry.title, entry.detail) };
    case 'condition':
      return { title: word, detail: said(entry.title) };
    case 'consultation': {
      const call = entry.consultation;
      return {
        title: said(word, call && chart.callKinds[call.kind], call && (call.minutes === null ? chart.callGoesOn : chart.callTook({ count: call.minutes }))),
        detail: said(...(call?.flags ?? []).map((flag) => chart.callFlags[flag]), entry.detail),
      };
    }
    case 'prescription':
      return {
        title: said(entry.title),
        // What took its place is said below it.
        detail: said(entry.prescription?.replaced_by == null && entry.prescription ? rx.states[entry.prescription.state] : null, ...(entry.prescription?.lines ?? [])),
      };
  }
}

export const yearOf = (date: string): string => plainNumber(parts(date).year);
