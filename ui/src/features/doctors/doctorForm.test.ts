import { describe, expect, it } from 'vitest';

import type { Doctor } from '$/backend';
import { DoctorForm, emptyDoctor, feeText, minorDigits, valuesOf } from './doctorForm.svelte';

const DOCTOR: Doctor = {
  id: 'd',
  site_id: 's',
  full_name: 'Salma Fathy',
  second_name: 'سلمى فتحي',
  title: 'Dr',
  specialties: [{ id: 'sp', name: 'Paediatrics', name_ar: null, description: null, icon: null }],
  license_number: 'L-1',
  qualifications: [{ degree: 'MD', institution: null, year: 2004 }],
  years_of_experience: 20,
  biography: null,
  languages: ['ar', 'en'],
  consultation_fee_minor: 25_050,
  default_visit_minutes: 20,
  phone: null,
  email: null,
  board_colour: 'petrol',
  approval: 'approved',
  documents_verified: true,
  active: true,
};

describe('the doctor form', () => {
  it('a_doctor_goes_through_it_unchanged', () => {
    const { specialties, ...rest } = DOCTOR;
    expect(new DoctorForm(valuesOf(DOCTOR, 2), 2).toRequest('d')).toEqual({
      ...rest,
      specialty_ids: specialties.map(({ id }) => id),
    });
  });

  it.each([
    ['EGP', 2, 25_050, '250.50'],
    ['VND', 0, 250_000, '250000'],
    ['KWD', 3, 12_005, '12.005'],
    ['EGP', 2, 30_000, '300'],
  ])('a_fee_in_%s_has_its_own_number_of_digits', (currency, digits, minor, text) => {
    expect(minorDigits(currency)).toBe(digits);
    expect(feeText(minor, digits)).toBe(text);
    const form = new DoctorForm({ ...emptyDoctor('s'), fee: text }, digits);
    expect(form.toRequest(null).consultation_fee_minor).toBe(minor);
  });

  it('a_fee_that_is_no_amount_is_said_and_not_sent', () => {
    const form = new DoctorForm({ ...emptyDoctor('s'), fee: '2.5.0' }, 2);
    expect(form.feeUnclear).toBe(true);
    expect(form.toRequest(null).consultation_fee_minor).toBeNull();
  });

  it('empty_qualifications_are_not_sent_and_the_wrong_one_is_still_found', () => {
    const form = new DoctorForm(emptyDoctor('s'), 2);
    form.values.qualifications = [
      { degree: '', institution: '', year: undefined },
      { degree: '', institution: 'Cairo', year: undefined },
    ];
    expect(form.toRequest(null).qualifications).toHaveLength(1);
    expect(form.fieldOf('qualifications[0].degree')).toBe('qualifications[1].degree');
    expect(form.fieldOf('consultation_fee_minor')).toBe('fee');
  });

  it('specialties_keep_the_order_in_which_they_were_chosen', () => {
    const form = new DoctorForm(emptyDoctor('s'), 2);
    for (const id of ['b', 'a', 'c', 'a']) form.toggleSpecialty(id);
    expect(form.toRequest(null).specialty_ids).toEqual(['b', 'c']);
  });
});
