// The first run: what was filled in so far, and which step one is at. Kept here, so that going back loses nothing.

import { backend, type CountryDefaults, type SetupOptions, type SetupRequest, type Weekday } from '$/backend';
import { preferences } from '$/app/preferences.svelte';
import { Form } from '$/lib/form.svelte';
import { locale, type Language } from '$/lib/locale.svelte';

export type Step = 'clinic' | 'administrator' | 'code';

export class FirstRun {
  step = $state<Step>('clinic');
  readonly form = new Form();
  options = $state.raw<SetupOptions | null>(null);
  recoveryCode = $state('');

  clinicName = $state('');
  siteName = $state('');
  country = $state<string | undefined>();
  timeZone = $state('');
  currency = $state('');
  weekStart = $state<Weekday>('mon');
  weekendDays = $state<Weekday[]>(['sat', 'sun']);
  fullName = $state('');
  password = $state('');
  passwordAgain = $state('');
  #username = $state<string | undefined>();

  readonly clinicComplete = $derived(
    this.clinicName.trim() !== '' && this.siteName.trim() !== '' && this.timeZone !== '' && this.currency !== '',
  );
  readonly passwordsDiffer = $derived(this.passwordAgain !== '' && this.password !== this.passwordAgain);

  /** Suggested from the name until somebody types one. */
  get username(): string {
    return this.#username ?? suggestUsername(this.fullName);
  }

  set username(username: string) {
    this.#username = username;
  }

  get administratorComplete(): boolean {
    const filled = [this.fullName, this.username, this.password].every((text) => text.trim() !== '');
    return filled && this.passwordAgain === this.password;
  }

  /** The language of the clinic is the one on screen: choosing it shows it. */
  get language(): Language {
    return preferences.language;
  }

  async load(): Promise<void> {
    this.options = await backend.call('setup.options', {});
    this.chooseCountry(this.options.suggested_country ?? this.#likelyCountry(this.options));
  }

  chooseCountry(country: string | undefined): void {
    const defaults: CountryDefaults | undefined = this.options?.countries.find((each) => each.country === country);
    if (!defaults) return;
    this.country = defaults.country;
    this.timeZone = defaults.time_zone;
    this.currency = defaults.currency;
    this.weekStart = defaults.week_start;
    this.weekendDays = [...defaults.weekend_days];
  }

  toggleWeekend(day: Weekday): void {
    this.weekendDays = this.weekendDays.includes(day)
      ? this.weekendDays.filter((each) => each !== day)
      : [...this.weekendDays, day];
  }

  /** Where the machine's zone is, else where the language on screen is most at home. Shown first, and easily changed. */
  #likelyCountry({ countries }: SetupOptions): string | undefined {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const byZone = countries.find((each) => each.time_zone === zone);
    const region = new Intl.Locale(locale.tag).region;
    return (byZone ?? countries.find((each) => each.country === region) ?? countries[0])?.country;
  }

  async create(): Promise<void> {
    const done = await this.form.send(async () => {
      const reply = await backend.call('setup.create', this.#request());
      this.recoveryCode = reply.recovery_code;
    });
    if (done) {
      this.step = 'code';
      this.password = this.passwordAgain = '';
    } else if (this.form.refusal?.fields.some(({ field }) => CLINIC_FIELDS.has(field))) {
      this.step = 'clinic';
    }
  }

  #request(): SetupRequest {
    return {
      clinic_name: this.clinicName,
      site_name: this.siteName,
      time_zone: this.timeZone,
      currency: this.currency,
      week_start: this.weekStart,
      weekend_days: this.weekendDays,
      language: this.language,
      full_name: this.fullName,
      username: this.username,
      password: this.password,
    };
  }
}

const CLINIC_FIELDS = new Set(['clinic_name', 'site_name', 'time_zone', 'currency', 'week_start', 'weekend_days', 'language']);

/** `Heba Ramadan` → `heba`; a name in another script is its owner's to shorten. */
export function suggestUsername(fullName: string): string {
  const words = fullName.trim().toLowerCase().split(/\s+/).filter((word) => !/^(dr|prof|mr|mrs|ms)\.?$/.test(word));
  return /^[a-z][a-z0-9.-]+$/.test(words[0] ?? '') ? words[0]! : '';
}
