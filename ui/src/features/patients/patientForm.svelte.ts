// What is typed into the patient form, how it becomes the desk's input, and how the desk's field paths come back to it.

import type { BloodType, DoctorId, Gender, Patient, RegisterPatient } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';
import { toLatinDigits } from '$/lib/parse/digits';
import { readBirth, type Birth } from './birth';

export interface PhoneRow {
  number: string;
  note: string;
}

export interface PatientValues {
  full_name: string;
  second_name: string;
  phones: PhoneRow[];
  /** A date, a year or an age, as typed. */
  birth: string;
  gender: Gender | '';
  email: string;
  national_id: string;
  address: string;
  blood_type: string;
  emergency: { name: string; relationship: string; phone: string };
  notes: string;
  favourite_doctors: DoctorId[];
}

/** Names of the form's fields where they are not those of the desk. */
const BIRTH_FIELDS = ['date_of_birth', 'born_about'];

export function emptyPatient(start: { full_name?: string; phone?: string } = {}): PatientValues {
  return {
    full_name: start.full_name ?? '',
    second_name: '',
    phones: [{ number: start.phone ?? '', note: '' }],
    birth: '',
    gender: '',
    email: '',
    national_id: '',
    address: '',
    blood_type: '',
    emergency: { name: '', relationship: '', phone: '' },
    notes: '',
    favourite_doctors: [],
  };
}

export function valuesOf(patient: Patient): PatientValues {
  const phones = patient.phones.map(({ number, note }) => ({ number, note: note ?? '' }));
  return {
    full_name: patient.full_name,
    second_name: patient.second_name ?? '',
    phones: phones.length > 0 ? phones : [{ number: '', note: '' }],
    birth: patient.date_of_birth ?? (patient.born_about === null ? '' : String(patient.born_about)),
    gender: patient.gender ?? '',
    email: patient.email ?? '',
    national_id: patient.national_id ?? '',
    address: patient.address ?? '',
    blood_type: patient.blood_type ?? '',
    emergency: {
      name: patient.emergency_contact?.name ?? '',
      relationship: patient.emergency_contact?.relationship ?? '',
      phone: patient.emergency_contact?.phone ?? '',
    },
    notes: patient.notes ?? '',
    favourite_doctors: [...patient.favourite_doctors],
  };
}

/** What a search that found nobody already says about the new patient: digits are a phone, the rest is a name. */
export function startFrom(search: string): { full_name?: string; phone?: string } {
  const text = search.trim();
  if (text === '') return {};
  return /^[+\d٠-٩\s()-]+$/.test(text) ? { phone: text } : { full_name: text };
}

export class PatientForm extends EditedForm<PatientValues> {
  readonly today: string;

  constructor(values: PatientValues, today: string) {
    super(values);
    this.today = today;
  }

  readonly birth: Birth | null = $derived.by(() => readBirth(this.values.birth, this.today));
  /** Something stands in the birth field that is no date, year or age. */
  readonly birthUnclear = $derived(this.values.birth.trim() !== '' && this.birth === null);

  addPhone(): void {
    this.values.phones.push({ number: '', note: '' });
  }

  removePhone(row: number): void {
    this.values.phones.splice(row, 1);
    if (this.values.phones.length === 0) this.addPhone();
    this.touched('phones');
  }

  /** Rows of the form that are sent, in order: the desk counts only these. */
  get #sentRows(): number[] {
    return this.values.phones.flatMap((row, index) => (row.number.trim() || row.note.trim() ? [index] : []));
  }

  toRequest(): RegisterPatient {
    const { values, birth } = this;
    const { name, relationship, phone } = values.emergency;
    const hasContact = [name, relationship, phone].some((part) => part.trim() !== '');
    return {
      full_name: values.full_name.trim(),
      second_name: textOrNull(values.second_name),
      phones: this.#sentRows.map((row) => {
        const { number, note } = values.phones[row]!;
        return { number: number.trim(), note: textOrNull(note) };
      }),
      date_of_birth: birth?.known === 'date' ? birth.date : null,
      born_about: birth?.known === 'year' ? birth.year : null,
      gender: values.gender === '' ? null : values.gender,
      email: textOrNull(values.email),
      national_id: textOrNull(values.national_id),
      address: textOrNull(values.address),
      // The select offers no others.
      blood_type: textOrNull(values.blood_type) as BloodType | null,
      emergency_contact: hasContact
        ? { name: name.trim(), relationship: textOrNull(relationship), phone: phone.trim() }
        : null,
      notes: textOrNull(values.notes),
      favourite_doctors: [...values.favourite_doctors],
    };
  }

  /** The desk's path of a field, as this form names it. */
  override fieldOf(path: string): string {
    const bare = path.replace(/^patient\./, '');
    if (BIRTH_FIELDS.includes(bare)) return 'birth';
    if (bare === 'phones') return 'phones[0].number';
    const phone = /^phones\[(\d+)\](?:\.(\w+))?$/.exec(bare);
    if (phone) return `phones[${this.#sentRows[Number(phone[1])] ?? 0}].${phone[2] ?? 'number'}`;
    return bare.replace(/^emergency_contact\b/, 'emergency');
  }

  /** Enough typed to ask whether this patient is here already. */
  readonly worthComparing = $derived(
    this.values.full_name.trim().length >= 3 ||
      this.values.national_id.trim().length >= 6 ||
      this.values.phones.some((phone) => toLatinDigits(phone.number).replace(/\D/g, '').length >= 6),
  );
}
