import { describe, expect, it } from 'vitest';

import type { Patient } from '$/backend';
import { emptyPatient, PatientForm, startFrom, valuesOf } from './patientForm.svelte';

const TODAY = '2026-11-24';
const blank = () => new PatientForm(emptyPatient(), TODAY);

describe('the patient form', () => {
  it('a_name_and_a_phone_are_enough', () => {
    const form = blank();
    form.values.full_name = '  Mona Adel ';
    form.values.phones[0]!.number = '0100 123 4567';
    expect(form.toRequest()).toMatchObject({
      full_name: 'Mona Adel',
      phones: [{ number: '0100 123 4567', note: null }],
      second_name: null,
      date_of_birth: null,
      born_about: null,
      gender: null,
      emergency_contact: null,
    });
  });

  it('sends_a_date_a_year_or_an_age_as_what_it_is', () => {
    const form = blank();
    form.values.birth = '12/3/2019';
    expect(form.toRequest()).toMatchObject({ date_of_birth: '2019-03-12', born_about: null });
    form.values.birth = '٣٤';
    expect(form.toRequest()).toMatchObject({ date_of_birth: null, born_about: 1992 });
    form.values.birth = 'soon';
    expect(form.birthUnclear).toBe(true);
  });

  it('leaves_empty_phone_rows_out_and_still_finds_the_row_that_is_wrong', () => {
    const form = blank();
    form.addPhone();
    form.addPhone();
    form.values.phones[2]!.number = 'x';
    expect(form.toRequest().phones).toHaveLength(1);
    expect(form.fieldOf('phones[0].number')).toBe('phones[2].number');
    expect(form.fieldOf('patient.phones[0]')).toBe('phones[2].number');
  });

  it('brings_the_desks_names_of_fields_home', () => {
    const form = blank();
    expect(form.fieldOf('date_of_birth')).toBe('birth');
    expect(form.fieldOf('patient.born_about')).toBe('birth');
    expect(form.fieldOf('emergency_contact.phone')).toBe('emergency.phone');
    expect(form.fieldOf('full_name')).toBe('full_name');
  });

  it('an_emergency_contact_is_sent_as_soon_as_any_part_is_typed', () => {
    const form = blank();
    form.values.emergency.relationship = 'mother';
    expect(form.toRequest().emergency_contact).toEqual({ name: '', relationship: 'mother', phone: '' });
  });

  it('a_patient_goes_through_the_form_unchanged', () => {
    const patient: Patient = {
      id: 'p',
      ref: 'PAT-A-000007',
      full_name: 'محمد علي',
      second_name: 'Mohamed Ali',
      date_of_birth: '1971-05-09',
      born_about: null,
      gender: 'male',
      phones: [{ number: '0122 614 0937', note: 'work' }],
      email: null,
      national_id: '27105090100000',
      address: null,
      blood_type: 'A+',
      emergency_contact: { name: 'Sara', relationship: null, phone: '0100' },
      notes: null,
      notes_withheld: false,
      favourite_doctors: ['d'],
      created_at: 0,
      deleted: false,
    };
    const { id: _id, ref: _ref, created_at: _created, deleted: _deleted, notes_withheld: _withheld, ...particulars } = patient;
    expect(new PatientForm(valuesOf(patient), TODAY).toRequest()).toEqual(particulars);
  });

  it('the_last_phone_row_is_emptied_rather_than_taken_away', () => {
    const form = blank();
    form.values.phones[0]!.number = '1';
    form.removePhone(0);
    expect(form.values.phones).toEqual([{ number: '', note: '' }]);
  });

  it('what_was_searched_for_starts_the_form', () => {
    expect(startFrom('0100 123')).toEqual({ phone: '0100 123' });
    expect(startFrom('٠١٠٠')).toEqual({ phone: '٠١٠٠' });
    expect(startFrom(' Mona ')).toEqual({ full_name: 'Mona' });
    expect(startFrom('')).toEqual({});
  });

  it('asks_for_duplicates_only_once_there_is_something_to_compare', () => {
    const form = blank();
    expect(form.worthComparing).toBe(false);
    form.values.phones[0]!.number = '010012';
    expect(form.worthComparing).toBe(true);
  });
});
