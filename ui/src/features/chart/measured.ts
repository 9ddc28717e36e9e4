// What is typed of vital signs, read into the desk's whole units: `146/90`, `37.9`, `78.5`, in either language's digits.

import type { Measure, Measured } from '$/backend';
import { toLatinDigits } from '$/lib/parse/digits';

/** A number with up to one sign after the point (`,`, `٫` and `.` alike), times `by`; nothing when it is none. */
export function scaled(text: string, by: number): number | undefined {
  const plain = toLatinDigits(text.trim()).replace(/[,٫]/, '.');
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * by);
}

/** `146/90`, `146 90`, `146-90`. */
export function pressure(text: string): { upper: number; lower: number } | undefined {
  const parts = toLatinDigits(text.trim()).split(/\s*[/\-\s]\s*/);
  const [upper, lower] = parts.map((part) => scaled(part, 1));
  if (parts.length !== 2 || upper === undefined || lower === undefined) return undefined;
  return { upper, lower };
}

/** How each field is typed: in centimetres, kilograms, degrees. */
export const SCALE: Readonly<Record<Exclude<Measure, 'systolic_mmhg' | 'diastolic_mmhg'>, number>> = {
  pulse_per_minute: 1,
  temperature_tenths: 10,
  oxygen_percent: 1,
  weight_grams: 1000,
  height_mm: 10,
};
export type Typed = { pressure: string } & Record<keyof typeof SCALE, string>;

/** What was typed in the desk's units, and the fields that could not be read. */
export function read(typed: Typed): { values: Measured; unread: (keyof Typed)[] } {
  const values: Measured = {};
  const unread: (keyof Typed)[] = [];
  if (typed.pressure.trim() !== '') {
    const both = pressure(typed.pressure);
    if (both) [values.systolic_mmhg, values.diastolic_mmhg] = [both.upper, both.lower];
    else unread.push('pressure');
  }
  for (const [field, by] of Object.entries(SCALE) as [keyof typeof SCALE, number][]) {
    if (typed[field].trim() === '') continue;
    const value = scaled(typed[field], by);
    if (value === undefined) unread.push(field);
    else values[field] = value;
  }
  return { values, unread };
}
