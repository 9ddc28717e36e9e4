// Where a patient can be taken from here.

import { navigation } from '$/app/navigation.svelte';
import { backend, type PatientHit, type PatientId } from '$/backend';

export async function searchPatients(text: string, limit: number): Promise<PatientHit[]> {
  const { patients } = await backend.call('patients.search', { text, limit });
  return patients;
}

export const openPatient = (id: PatientId): void => navigation.go('patients', { id });

/** To the day board, with the booking opened for this patient. */
export const bookFor = (id: PatientId): void => navigation.go('board', { book: id });
