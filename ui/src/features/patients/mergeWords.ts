// What a file says in one field, in words, for holding two of them side by side.

import { doctorName } from '$/app/names';
import type { Doctor, MergeField, MergeFieldPreview, MergeSide, Patient } from '$/backend';
import { patients } from '$messages/patients';
import { birthOf, birthWords, genderWords } from './said';

export function fieldValues(field: MergeField, patient: Patient, doctors: readonly Doctor[]): string[] {
  const found: Record<MergeField, () => (string | null | undefined)[]> = {
    full_name: () => [patient.full_name],
    second_name: () => [patient.second_name],
    birth: () => [birthOf(patient) && birthWords(birthOf(patient))],
    gender: () => [genderWords(patient.gender)],
    phones: () => patient.phones.map(({ number, note }) => (note ? `${number} · ${note}` : number)),
    email: () => [patient.email],
    national_id: () => [patient.national_id],
    address: () => [patient.address],
    blood_type: () => [patient.blood_type],
    emergency_contact: () => [patient.emergency_contact?.name, patient.emergency_contact?.relationship, patient.emergency_contact?.phone],
    notes: () => [patient.notes_withheld ? patients.notesWithheld : patient.notes],
    favourite_doctors: () => doctors.filter(({ id }) => patient.favourite_doctors.includes(id)).map(doctorName),
  };
  return found[field]().filter((text): text is string => typeof text === 'string' && text !== '');
}

/** What either file would give to a field. A name in the other letters fills the second name, which has no entry of its own there. */
export function givenBy(shown: MergeFieldPreview, side: MergeSide, other: 'kept' | 'merged', doctors: readonly Doctor[]): string[] {
  const values = fieldValues(shown.field, side.patient, doctors);
  const borrows = shown.field === 'second_name' && other === 'merged' && values.length === 0;
  return borrows && shown.choices.includes('merged') ? [side.patient.full_name] : values;
}
