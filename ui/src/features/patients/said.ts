// What stands beside a patient's name, in words: age and birth.

import type { Agreement, Gender, PatientHit, WallDate } from '$/backend';
import { dateMedium, plainNumber } from '$/lib/format';
import { patients } from '$messages/patients';
import { ageOn, monthsOn, type Birth } from './birth';

type Born = Pick<PatientHit, 'date_of_birth' | 'born_about'>;

export function birthOf({ date_of_birth, born_about }: Born): Birth | null {
  if (date_of_birth !== null) return { known: 'date', date: date_of_birth };
  return born_about === null ? null : { known: 'year', year: born_about };
}

/** `7 years`, `about 40 years`, `5 months`. */
export function ageWords(birth: Birth | null, today: WallDate): string {
  if (birth === null) return patients.ageUnknown;
  const count = ageOn(today, birth);
  if (birth.known === 'year') return patients.yearsAbout({ count });
  return count < 2 ? patients.months({ count: monthsOn(today, birth.date) }) : patients.years({ count });
}

/** `9 May 1971` or `about 1971`. */
export function birthWords(birth: Birth | null): string {
  if (birth === null) return patients.unknown;
  return birth.known === 'date' ? dateMedium(birth.date) : patients.bornAbout({ year: plainNumber(birth.year) });
}

export function genderWords(gender: Gender | null): string | null {
  if (gender === null) return null;
  return { male: patients.male, female: patients.female, other: patients.other }[gender];
}

/** What two files have in common: `Same phone`. */
export function agreementWords(what: Agreement): string {
  const words: Record<Agreement, string> = {
    name: patients.agreesName,
    phone: patients.agreesPhone,
    national_id: patients.agreesNationalId,
    date_of_birth: patients.agreesBirth,
  };
  return patients.agreesIn({ what: words[what] });
}
