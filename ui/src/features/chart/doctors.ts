// A doctor's name in the script of the screen, where the desk has told it already.

import { shortNameOfDoctor } from '$/app/doctor-names.svelte';
import type { TimelineEntry } from '$/backend';

export const doctorNameById = ({ doctor_id, doctor_name }: Pick<TimelineEntry, 'doctor_id' | 'doctor_name'>): string | undefined =>
  (doctor_id === null ? undefined : shortNameOfDoctor(doctor_id)) ?? doctor_name ?? undefined;
