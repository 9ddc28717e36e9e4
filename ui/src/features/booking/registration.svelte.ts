/** Registering a patient in the middle of a booking: a name and a phone, and who may already be registered. */
import type { Backend, Duplicate, Patient, PatientHit } from '$/backend';
import { refusalFrom, type RefusalError } from '$/backend/backend';
import { Latest } from '$/lib/latest';
import { toLatinDigits } from '$/lib/parse/digits';

export class Registration {
  readonly #backend: Backend;
  readonly #asking = new Latest<Duplicate[]>();

  name: string = $state('');
  phone: string = $state('');
  duplicates: Duplicate[] = $state.raw([]);
  refusal: RefusalError | undefined = $state.raw();
  sending: boolean = $state(false);

  /** `words` is what found nobody: digits are a phone, anything else a name. */
  constructor(backend: Backend, words: string) {
    this.#backend = backend;
    const latin = toLatinDigits(words);
    if (/^[\d\s+()-]+$/.test(latin)) this.phone = latin.trim();
    else this.name = words.trim();
  }

  /** Asks who agrees with what was typed so far. An alert, never a bar: a failure to ask is no reason to stop. */
  async lookForDuplicates(): Promise<void> {
    const full_name = this.name.trim();
    const phone = toLatinDigits(this.phone).trim();
    if (full_name === '' && phone === '') return;
    const phones = phone === '' ? [] : [phone];
    const found = await this.#asking
      .ask(async () => (await this.#backend.call('patients.duplicates', { full_name, phones })).duplicates)
      .catch(() => []);
    if (found) this.duplicates = found;
  }

  /** Registers, or says what is wrong with which field and answers nothing. */
  async register(): Promise<PatientHit | undefined> {
    if (this.sending) return undefined;
    this.sending = true;
    this.refusal = undefined;
    const phone = toLatinDigits(this.phone).trim();
    try {
      const { patient } = await this.#backend.call('patients.register', {
        full_name: this.name,
        phones: phone === '' ? [] : [phone],
        favourite_doctors: [],
      });
      return asHit(patient);
    } catch (error) {
      this.refusal = refusalFrom(error);
      return undefined;
    } finally {
      this.sending = false;
    }
  }
}

function asHit(patient: Patient): PatientHit {
  const { id, ref, full_name, second_name, date_of_birth, born_about, gender, phones } = patient;
  return { id, ref, full_name, second_name, date_of_birth, born_about, gender, phones, age_years: null, last_visit: null };
}
