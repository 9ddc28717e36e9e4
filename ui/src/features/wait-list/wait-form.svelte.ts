// What a patient waits for, as a form: who it is, whom they wait for, which days and which part of them.

import type { Backend, DoctorId, PatientHit, SpecialtyId, Urgency, Wait, WaitReply, WaitWish, WallDate, WallTime, Weekday, Written } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';
import { Latest } from '$/lib/latest';
import type { Opening } from './wait-list.svelte';
import { NOON } from './words';

const SHOWN_HITS = 6;

export type Part = 'any' | 'morning' | 'afternoon' | 'own';

interface Values {
  /** `any`, a doctor's id, or a specialty's with `s:` before it. */
  whom: string;
  weekdays: Weekday[];
  first: WallDate | undefined;
  last: WallDate | undefined;
  part: Part;
  from: WallTime | undefined;
  until: WallTime | undefined;
  minutes: number | undefined;
  urgency: Urgency;
  note: string;
}

export const forDoctor = (id: DoctorId): string => id;
export const forSpecialty = (id: SpecialtyId): string => `s:${id}`;

function partOf(from: WallTime | null, until: WallTime | null): Part {
  if (from === null && until === null) return 'any';
  if (from === null && until === NOON) return 'morning';
  return from === NOON && until === null ? 'afternoon' : 'own';
}

function valuesOf(wait: Wait): Values {
  return {
    whom: wait.doctor_id !== null ? forDoctor(wait.doctor_id) : wait.specialty_id !== null ? forSpecialty(wait.specialty_id) : 'any',
    weekdays: [...wait.weekdays],
    first: wait.first_date ?? undefined,
    last: wait.last_date ?? undefined,
    part: partOf(wait.from, wait.until),
    from: wait.from ?? undefined,
    until: wait.until ?? undefined,
    minutes: wait.minutes,
    urgency: wait.urgency,
    note: wait.note ?? '',
  };
}

function valuesFor({ doctor, date, minutes, note }: Opening): Values {
  return {
    whom: doctor === undefined ? 'any' : forDoctor(doctor),
    weekdays: [],
    first: date,
    last: undefined,
    part: 'any',
    from: undefined,
    until: undefined,
    minutes,
    urgency: 'routine',
    note: note ?? '',
  };
}

export class WaitForm extends EditedForm<Values> {
  /** Who waits; `null` while somebody is looked for. */
  picked = $state.raw<PatientHit | null>(null);
  text = $state('');
  hits = $state.raw<readonly PatientHit[]>([]);
  marked = $state(0);
  /** Of whoever is on the list already. */
  readonly wait: Wait | undefined;
  readonly #backend: Pick<Backend, 'call'>;
  readonly #searching = new Latest<PatientHit[]>();
  #underWay: Promise<void> = Promise.resolve();
  #answered = '';

  constructor(backend: Pick<Backend, 'call'>, about: { opening: Opening } | { wait: Wait }) {
    super('wait' in about ? valuesOf(about.wait) : valuesFor(about.opening));
    this.#backend = backend;
    this.wait = 'wait' in about ? about.wait : undefined;
    if ('opening' in about) this.picked = about.opening.patient ?? null;
  }

  get hasPatient(): boolean {
    return this.wait !== undefined || this.picked !== null;
  }

  override fieldOf(path: string): string {
    const name = path.replace(/^wish\./, '');
    return { doctor_id: 'whom', specialty_id: 'whom', first_date: 'first', last_date: 'last' }[name] ?? name;
  }

  find(text: string): void {
    this.text = text;
    this.#underWay = this.#search(text);
  }

  async #search(text: string): Promise<void> {
    if (text.trim() === '') {
      this.#searching.drop();
      [this.hits, this.#answered] = [[], text];
      return;
    }
    const hits = await this.#searching.ask(async () => (await this.#backend.call('patients.search', { text, limit: SHOWN_HITS })).patients);
    if (hits) [this.hits, this.marked, this.#answered] = [hits, 0, text];
  }

  /** Whether the hits are those of what stands there. */
  get isAnswered(): boolean {
    return this.#answered === this.text;
  }

  mark(by: number): void {
    if (this.hits.length > 0) this.marked = (this.marked + by + this.hits.length) % this.hits.length;
  }

  /** Waits until the hits answer what was typed, and takes the marked one. */
  async takeMarked(): Promise<void> {
    await this.#underWay;
    if (!this.isAnswered) return;
    const hit = this.hits[this.marked];
    if (hit) this.picked = hit;
  }

  toggle(day: Weekday): void {
    const { weekdays } = this.values;
    this.values.weekdays = weekdays.includes(day) ? weekdays.filter((each) => each !== day) : [...weekdays, day];
  }

  async save(): Promise<Written<WaitReply> | null> {
    const { wait, picked } = this;
    if (wait) return this.submit(() => this.#backend.call('waiting.change', { id: wait.id, wish: this.#wish() }));
    if (!picked) return null;
    return this.submit(() => this.#backend.call('waiting.add', { patient_id: picked.id, wish: this.#wish() }));
  }

  #wish(): WaitWish {
    const { whom, weekdays, first, last, part, from, until, minutes, urgency, note } = this.values;
    const window = {
      any: { from: null, until: null },
      morning: { from: null, until: NOON },
      afternoon: { from: NOON, until: null },
      own: { from: from ?? null, until: until ?? null },
    }[part];
    const specialty = whom.startsWith('s:') ? whom.slice(2) : null;
    return {
      doctor_id: whom === 'any' || specialty !== null ? null : whom,
      specialty_id: specialty,
      weekdays,
      first_date: first ?? null,
      last_date: last ?? null,
      ...window,
      minutes: minutes ?? null,
      urgency,
      note: textOrNull(note),
    };
  }
}
