import { describe, expect, it } from 'vitest';

import type { Site } from '$/backend';
import { emptySite, readDegrees, SiteForm, valuesOf } from './siteForm.svelte';

const SITE: Site = {
  id: 's',
  name: 'Dokki',
  kind: 'clinic',
  address: '14 Tahrir St',
  city: 'Giza',
  country: 'EG',
  latitude: 30.0384,
  longitude: 31.2109,
  phone: null,
  email: null,
  website: null,
  registration_number: null,
  time_zone: 'Africa/Cairo',
  currency: 'EGP',
  week_start: 'sat',
  weekend_days: ['fri'],
  facilities: ['Lift', 'Laboratory'],
  hours: [{ weekday: 'sun', opens: '09:00', closes: '17:00' }],
};

describe('the site form', () => {
  it('a_site_goes_through_it_unchanged', () => {
    expect(new SiteForm(valuesOf(SITE)).toRequest('s')).toEqual(SITE);
  });

  it('reads_degrees_in_either_languages_digits', () => {
    expect(readDegrees('30.0444')).toBe(30.0444);
    expect(readDegrees('٣٠٫٠٤٤٤')).toBe(30.0444);
    expect(readDegrees('-31.2')).toBe(-31.2);
    expect(readDegrees('')).toBeNull();
    expect(readDegrees('north')).toBeUndefined();
  });

  it('a_second_stretch_of_a_day_begins_where_the_first_ended', () => {
    const form = new SiteForm(valuesOf(SITE));
    form.addHours('sun');
    form.addHours('mon');
    expect(form.values.hours.map((hours) => hours.opens)).toEqual(['09:00', '17:00', '09:00']);
  });

  it('a_new_site_is_in_the_zone_of_the_first', () => {
    expect(emptySite(SITE)).toMatchObject({ time_zone: 'Africa/Cairo', currency: 'EGP', weekend_days: ['fri'], name: '' });
  });

  it('blank_lines_are_no_facilities', () => {
    const form = new SiteForm({ ...emptySite(), facilities: 'Lift\n\n  Parking \n' });
    expect(form.toRequest(null).facilities).toEqual(['Lift', 'Parking']);
    expect(form.fieldOf('facilities[1]')).toBe('facilities');
  });
});
