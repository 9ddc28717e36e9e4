/** When somebody was born, as far as anybody knows: a date with the month as a word, or a year. */
import type { PatientHit } from '$/backend/bindings';
import { dateMedium, plainNumber } from '$/lib/format';
import { visitWords } from '$messages/visit';

type Born = Pick<PatientHit, 'date_of_birth' | 'born_about'>;

export function bornText({ date_of_birth, born_about }: Born): string | undefined {
  if (date_of_birth !== null) return dateMedium(date_of_birth);
  return born_about === null ? undefined : visitWords.bornAbout({ year: plainNumber(born_about) });
}
