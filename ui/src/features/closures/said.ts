// How closures are said.

import { doctorName } from '$/app/names';
import type { Closure, Doctor, Site } from '$/backend';
import { daysBetween } from '$/lib/dates';
import { dateMedium, dateShort, timeRange } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { closures } from '$messages/closures';

type Days = Pick<Closure, 'first_date' | 'last_date'>;
type Part = Pick<Closure, 'from' | 'until'>;

export function daysWords({ first_date, last_date }: Days): string {
  return first_date === last_date ? dateMedium(first_date) : `${dateShort(first_date)} – ${dateMedium(last_date)}`;
}

export const dayCount = ({ first_date, last_date }: Days): number => daysBetween(first_date, last_date) + 1;

export function partWords({ from, until }: Part): string {
  return from !== null && until !== null ? timeRange(from, until) : closures.allDay;
}

export function targetWords(closure: Pick<Closure, 'site_id' | 'doctor_id'>, sites: Site[], doctors: Doctor[]): string {
  if (closure.doctor_id !== null) {
    const doctor = doctors.find(({ id }) => id === closure.doctor_id);
    return doctor ? doctorName(doctor) : '';
  }
  return sites.find(({ id }) => id === closure.site_id)?.name ?? '';
}

/** One closure in a sentence: what a toast says. */
export function closureWords(closure: Closure, sites: Site[], doctors: Doctor[]): string {
  return [isolate(targetWords(closure, sites, doctors)), daysWords(closure), isolate(closure.reason)]
    .filter((part) => part.replace(/[\u2068\u2069]/g, '') !== '')
    .join(' · ');
}
