// Somebody who stands at the desk without a booking: found or new, and taken in with one command.

import { refusalFrom, type AppointmentReply, type Backend, type DoctorId, type PatientCard, type PatientHit, type WalkIn, type Written } from '$/backend';
import { Form } from '$/lib/form.svelte';
import { Latest } from '$/lib/latest';

const SHOWN_HITS = 6;

export class WalkInForm {
  text = $state('');
  hits = $state.raw<readonly PatientHit[]>([]);
  marked = $state(0);
  picked = $state.raw<PatientHit | null>(null);
  card = $state.raw<PatientCard | null>(null);
  /** Somebody who is not in the registry; `null` while one is looked for. */
  fresh = $state<{ full_name: string; phone: string } | null>(null);
  doctor = $state<DoctorId | 'any'>('any');
  reason = $state('');
  into = $state<'first_time' | 'queue'>('first_time');
  why = $state('');
  readonly form = new Form();
  readonly #backend: Pick<Backend, 'call'>;
  readonly #searching = new Latest<PatientHit[]>();
  #underWay: Promise<void> = Promise.resolve();
  #answered = '';

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  readonly hasPatient = $derived(this.picked !== null || (this.fresh !== null && this.fresh.full_name.trim() !== ''));
  /** Over what is in the way it needs to be said why. */
  readonly needsWhy = $derived(this.into === 'queue' && this.#isRefusedByTheDay);
  readonly complete = $derived(this.hasPatient && (this.into === 'first_time' || this.doctor !== 'any') && (!this.needsWhy || this.why.trim() !== ''));

  find(text: string): void {
    this.text = text;
    this.picked = null;
    this.card = null;
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

  mark(by: number): void {
    if (this.hits.length > 0) this.marked = (this.marked + by + this.hits.length) % this.hits.length;
  }

  async pick(hit: PatientHit): Promise<void> {
    this.picked = hit;
    this.fresh = null;
    this.card = null;
    await this.readCard();
  }

  /** Reads more about the picked one, also again after something changed. What the hit says is enough: if this fails nothing is missing that matters. */
  async readCard(): Promise<void> {
    const { picked } = this;
    if (!picked) return;
    const card = await this.#backend.call('patients.get', { id: picked.id }).catch(() => null);
    if (card && this.picked?.id === picked.id) this.card = card;
  }

  /** Registers whoever was not found, under the words that were typed. */
  begin(): void {
    const digits = this.text.replace(/[\s+()-]/g, '');
    const isPhone = /^[\d\u0660-\u0669]{4,}$/.test(digits);
    this.fresh = { full_name: isPhone ? '' : this.text.trim(), phone: isPhone ? this.text.trim() : '' };
    this.picked = null;
  }

  again(): void {
    this.picked = null;
    this.card = null;
    this.fresh = null;
    this.form.forget();
  }

  /** Waits until the hits answer what was typed, and takes the marked one. */
  async takeMarked(): Promise<void> {
    while (this.#answered !== this.text) {
      await this.#underWay;
      if (this.#answered !== this.text) return;
    }
    const hit = this.hits[this.marked];
    if (hit) await this.pick(hit);
  }

  async send(): Promise<Written<AppointmentReply> | null> {
    let reply: Written<AppointmentReply> | null = null;
    const done = await this.form.send(async () => (reply = await this.#backend.call('queue.walk_in', this.#request())));
    return done ? reply : null;
  }

  #request(): WalkIn {
    const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim());
    const phone = this.fresh?.phone.trim() ?? '';
    return {
      ...(this.picked ? { patient_id: this.picked.id } : {}),
      ...(this.fresh ? { new_patient: { full_name: this.fresh.full_name, phones: phone === '' ? [] : [phone], favourite_doctors: [] } } : {}),
      doctor_id: this.doctor === 'any' ? null : this.doctor,
      into: this.into,
      reason: textOrNull(this.reason),
      overbook_reason: this.into === 'queue' ? textOrNull(this.why) : null,
    };
  }

  /** The desk said that the day has no room: only over it, with a reason. */
  get #isRefusedByTheDay(): boolean {
    const code = this.form.refusal === null ? '' : refusalFrom(this.form.refusal).code;
    return code.startsWith('booking.') || code === 'queue.no_time_today';
  }

  /** Whether the refusal can be answered by taking the patient in now. */
  get isFull(): boolean {
    return this.#isRefusedByTheDay;
  }
}
