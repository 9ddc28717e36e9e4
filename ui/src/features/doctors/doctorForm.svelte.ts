// What is typed about a doctor, and how it becomes the desk's input. Money is typed in the currency's own units and sent in
// its smallest ones.

import type { Doctor, DoctorApproval, SaveDoctor, SiteId, SpecialtyId } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';
import { locale } from '$/lib/locale.svelte';
import { toLanguageDigits } from '$/lib/parse/digits';
import { parseMinor } from '$/lib/parse/number';

export interface QualificationRow {
  degree: string;
  institution: string;
  year: number | undefined;
}

export interface DoctorValues {
  site_id: SiteId;
  full_name: string;
  second_name: string;
  title: string;
  specialty_ids: SpecialtyId[];
  license_number: string;
  qualifications: QualificationRow[];
  years_of_experience: number | undefined;
  biography: string;
  languages: string[];
  /** As typed: `250` or `250.50`. */
  fee: string;
  default_visit_minutes: number | undefined;
  phone: string;
  email: string;
  board_colour: string;
  approval: DoctorApproval;
  documents_verified: boolean;
  active: boolean;
}

export const NO_COLOUR = 'none';
/** How many digits the smallest unit of a currency has: EGP 2, VND 0, KWD 3. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function feeText(minor: number | null, digits: number): string {
  if (minor === null) return '';
  const whole = Math.floor(minor / 10 ** digits);
  const rest = minor % 10 ** digits;
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(digits, '0')}`;
}

export function emptyDoctor(siteId: SiteId): DoctorValues {
  return {
    site_id: siteId,
    full_name: '',
    second_name: '',
    title: '',
    specialty_ids: [],
    license_number: '',
    qualifications: [],
    years_of_experience: undefined,
    biography: '',
    languages: [],
    fee: '',
    default_visit_minutes: 15,
    phone: '',
    email: '',
    board_colour: NO_COLOUR,
    approval: 'approved',
    documents_verified: false,
    active: true,
  };
}

export function valuesOf(doctor: Doctor, digits: number): DoctorValues {
  return {
    site_id: doctor.site_id,
    full_name: doctor.full_name,
    second_name: doctor.second_name ?? '',
    title: doctor.title ?? '',
    specialty_ids: doctor.specialties.map(({ id }) => id),
    license_number: doctor.license_number ?? '',
    qualifications: doctor.qualifications.map(({ degree, institution, year }) => ({
      degree,
      institution: institution ?? '',
      year: year ?? undefined,
    })),
    years_of_experience: doctor.years_of_experience ?? undefined,
    biography: doctor.biography ?? '',
    languages: [...doctor.languages],
    fee: toLanguageDigits(feeText(doctor.consultation_fee_minor, digits), locale.language),
    default_visit_minutes: doctor.default_visit_minutes,
    phone: doctor.phone ?? '',
    email: doctor.email ?? '',
    board_colour: doctor.board_colour ?? NO_COLOUR,
    approval: doctor.approval,
    documents_verified: doctor.documents_verified,
    active: doctor.active,
  };
}

export class DoctorForm extends EditedForm<DoctorValues> {
  readonly #digits: number;

  /** `digits`: of the smallest unit of the currency the fee is in. */
  constructor(values: DoctorValues, digits: number) {
    super(values);
    this.#digits = digits;
  }

  get feeMinor(): number | undefined {
    return parseMinor(this.values.fee, this.#digits);
  }

  get feeUnclear(): boolean {
    return this.values.fee.trim() !== '' && this.feeMinor === undefined;
  }

  toggleSpecialty(id: SpecialtyId): void {
    const { specialty_ids } = this.values;
    this.values.specialty_ids = specialty_ids.includes(id)
      ? specialty_ids.filter((each) => each !== id)
      : [...specialty_ids, id];
  }

  /** Rows somebody began; an empty one is not sent. */
  get #sentRows(): number[] {
    return this.values.qualifications.flatMap((row, index) =>
      row.degree.trim() || row.institution.trim() || row.year !== undefined ? [index] : [],
    );
  }

  toRequest(id: string | null): SaveDoctor {
    const { values } = this;
    return {
      id,
      site_id: values.site_id,
      full_name: values.full_name.trim(),
      second_name: textOrNull(values.second_name),
      title: textOrNull(values.title),
      specialty_ids: [...values.specialty_ids],
      license_number: textOrNull(values.license_number),
      qualifications: this.#sentRows.map((row) => {
        const { degree, institution, year } = values.qualifications[row]!;
        return { degree: degree.trim(), institution: textOrNull(institution), year: year ?? null };
      }),
      years_of_experience: values.years_of_experience ?? null,
      biography: textOrNull(values.biography),
      languages: [...values.languages],
      consultation_fee_minor: this.feeMinor ?? null,
      default_visit_minutes: values.default_visit_minutes ?? null,
      phone: textOrNull(values.phone),
      email: textOrNull(values.email),
      board_colour: values.board_colour === NO_COLOUR ? null : values.board_colour,
      approval: values.approval,
      documents_verified: values.documents_verified,
      active: values.active,
    };
  }

  override fieldOf(path: string): string {
    if (path === 'consultation_fee_minor') return 'fee';
    const row = /^qualifications\[(\d+)\]\.(\w+)$/.exec(path);
    if (row) return `qualifications[${this.#sentRows[Number(row[1])] ?? 0}].${row[2]}`;
    return path.replace(/^(languages|specialty_ids)\[\d+\]$/, '$1');
  }
}
