// What is typed about a site, and how it becomes the desk's input.

import type { SaveSite, Site, SiteHours, SiteKind, Weekday } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';
import { toLatinDigits } from '$/lib/parse/digits';

export interface SiteValues {
  name: string;
  kind: SiteKind;
  address: string;
  city: string;
  country: string | null;
  latitude: string;
  longitude: string;
  phone: string;
  email: string;
  website: string;
  registration_number: string;
  time_zone: string;
  currency: string;
  week_start: Weekday;
  weekend_days: Weekday[];
  /** One a line. */
  facilities: string;
  hours: SiteHours[];
}

/** A new site is most often in the same country as the first one. */
export function emptySite(like?: Site): SiteValues {
  return {
    name: '',
    kind: 'clinic',
    address: '',
    city: '',
    country: like?.country ?? null,
    latitude: '',
    longitude: '',
    phone: '',
    email: '',
    website: '',
    registration_number: '',
    time_zone: like?.time_zone ?? 'UTC',
    currency: like?.currency ?? 'USD',
    week_start: like?.week_start ?? 'mon',
    weekend_days: [...(like?.weekend_days ?? ['sat', 'sun'])] as Weekday[],
    facilities: '',
    hours: [],
  };
}

export function valuesOf(site: Site): SiteValues {
  return {
    name: site.name,
    kind: site.kind,
    address: site.address ?? '',
    city: site.city ?? '',
    country: site.country,
    latitude: site.latitude === null ? '' : String(site.latitude),
    longitude: site.longitude === null ? '' : String(site.longitude),
    phone: site.phone ?? '',
    email: site.email ?? '',
    website: site.website ?? '',
    registration_number: site.registration_number ?? '',
    time_zone: site.time_zone,
    currency: site.currency,
    week_start: site.week_start,
    weekend_days: [...site.weekend_days],
    facilities: site.facilities.join('\n'),
    hours: site.hours.map((hours) => ({ ...hours })),
  };
}

/** Degrees as typed, in either language's digits. `null` when empty, `undefined` when it is no number. */
export function readDegrees(text: string): number | null | undefined {
  const plain = toLatinDigits(text).trim();
  if (plain === '') return null;
  return /^[+-]?\d{1,3}(\.\d{1,10})?$/.test(plain) ? Number(plain) : undefined;
}

export class SiteForm extends EditedForm<SiteValues> {
  get latitudeUnclear(): boolean {
    return readDegrees(this.values.latitude) === undefined;
  }

  get longitudeUnclear(): boolean {
    return readDegrees(this.values.longitude) === undefined;
  }

  toggleWeekend(day: Weekday): void {
    const { weekend_days } = this.values;
    this.values.weekend_days = weekend_days.includes(day)
      ? weekend_days.filter((each) => each !== day)
      : [...weekend_days, day];
  }

  /** After the day's last hours, or the usual day when there are none. */
  addHours(weekday: Weekday): void {
    const last = this.values.hours.filter((each) => each.weekday === weekday).at(-1);
    this.values.hours.push(
      last ? { weekday, opens: last.closes, closes: '24:00' } : { weekday, opens: '09:00', closes: '17:00' },
    );
    this.touched('hours');
  }

  removeHours(index: number): void {
    this.values.hours.splice(index, 1);
    this.touched('hours');
  }

  toRequest(id: string | null): SaveSite {
    const { values } = this;
    return {
      id,
      name: values.name.trim(),
      kind: values.kind,
      address: textOrNull(values.address),
      city: textOrNull(values.city),
      country: values.country,
      latitude: readDegrees(values.latitude) ?? null,
      longitude: readDegrees(values.longitude) ?? null,
      phone: textOrNull(values.phone),
      email: textOrNull(values.email),
      website: textOrNull(values.website),
      registration_number: textOrNull(values.registration_number),
      time_zone: values.time_zone,
      currency: values.currency,
      week_start: values.week_start,
      weekend_days: [...values.weekend_days],
      facilities: values.facilities.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
      hours: values.hours.map((hours) => ({ ...hours })),
    };
  }

  override fieldOf(path: string): string {
    return path.replace(/^facilities\[\d+\]$/, 'facilities');
  }
}
