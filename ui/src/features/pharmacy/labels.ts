// The labels of what was handed out: whose, and in which language.

import { papers } from '$/app/papers.svelte';
import { preferences } from '$/app/preferences.svelte';
import type { FulfilmentId, ToDispense } from '$/backend';

type Patient = Pick<ToDispense, 'ref' | 'patient_name' | 'patient_second_name'>;

/** Arabic for whoever is also called by an Arabic name, as the desk decides where nobody says it; everybody else reads what the screen is in. */
export function askForLabels(fulfilment: FulfilmentId, { ref, patient_name, patient_second_name }: Patient): void {
  const isArabic = [patient_name, patient_second_name].some((name) => name !== null && /^\P{L}*\p{Script=Arabic}/u.test(name));
  papers.ask({ kind: 'labels', fulfilment, about: `${patient_name} · ${ref}`, language: isArabic ? 'ar' : preferences.language });
}
