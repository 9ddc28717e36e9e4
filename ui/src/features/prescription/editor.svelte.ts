// A prescription being written. What a line means, what it comes to and what speaks against it says the desk; here it is kept together.

import type {
  AppointmentId, Backend, DoctorId, DraftPrescription, Favourite, LineOffer, LineReading, MedicineHit, OperationId, PatientId, Prescription, PrescriptionId,
  PrescriptionItem, PrescriptionName, WallDate, Whiteboard, WriteItem, WriteTest, Written, PrescriptionReply,
} from '$/backend';
import { textOrNull } from '$/lib/edited-form.svelte';
import { Latest } from '$/lib/latest';
import { Sheet } from './sheet.svelte';

/** What a typed line can become. */
export type Choice =
  | { kind: 'offer'; offer: LineOffer }
  | { kind: 'favourite'; favourite: Favourite }
  /** A medicine that the clinic does not list. */
  | { kind: 'words'; text: string };

/** A line with a name of its own on the screen, whatever becomes of it. */
export type Line = PrescriptionItem & { readonly key: number };

/** What is kept over a lock. */
export type Kept = {
  id: PrescriptionId | null;
  diagnosis: string;
  notes: string;
  /** Absent in what an older build kept. */
  tags?: string[];
  valid_until: WallDate | null;
  items: WriteItem[];
  tests: WriteTest[];
  whiteboard: Whiteboard | null;
};

/** For whom it is written, at which visit of whose, and who is to hear of what changes. */
export type About = { patient: PatientId; appointment: AppointmentId | null; doctor: DoctorId | null; changed: (kept: Kept) => void };

export class Editor {
  id = $state<PrescriptionId | null>(null);
  ref = $state<string | null>(null);
  corrects = $state.raw<PrescriptionName | null>(null);
  lines = $state.raw<readonly Line[]>([]);
  tests = $state.raw<readonly WriteTest[]>([]);
  diagnosis = $state('');
  notes = $state('');
  validUntil = $state<WallDate>();
  /** Whose it is to be, where the account is no doctor and there is no visit. */
  doctor = $state<DoctorId>();
  text = $state('');
  reading = $state.raw<LineReading | null>(null);
  marked = $state(0);
  busy = $state(false);
  tags = $state.raw<readonly string[]>([]);
  #clean = $state('');
  #answered = $state('');
  #tail: Promise<void> = Promise.resolve();
  #next = 0;
  readonly sheet = new Sheet(() => this.#changed());
  readonly #backend: Pick<Backend, 'call'>;
  readonly #reading = new Latest<LineReading>();
  readonly #checking = new Latest<PrescriptionItem[]>();
  readonly #about: About;

  constructor(backend: Pick<Backend, 'call'>, about: About) {
    this.#backend = backend;
    this.#about = about;
    this.#clean = JSON.stringify(this.kept);
  }

  readonly dirty = $derived.by(() => JSON.stringify(this.kept) !== this.#clean);
  readonly isBlank = $derived.by(() => {
    const { items, tests, whiteboard, diagnosis, notes, tags } = this.kept;
    return this.id === null && items.length + tests.length === 0 && whiteboard === null && diagnosis === '' && notes === '' && tags?.length === 0;
  });
  /** The lines that something speaks against and nobody has answered for. */
  readonly open = $derived.by(() => this.lines.filter(({ warnings, kept_because }) => warnings.length > 0 && kept_because === null));

  get kept(): Kept {
    return {
      id: this.id,
      diagnosis: this.diagnosis,
      notes: this.notes,
      tags: [...this.tags],
      valid_until: this.validUntil ?? null,
      items: this.lines.map(asWritten),
      tests: [...this.tests],
      whiteboard: this.sheet.kept,
    };
  }

  // ——— the line ———

  readonly choices = $derived.by((): Choice[] => {
    const { reading } = this;
    if (reading === null || this.text.trim() === '') return [];
    const found: Choice[] = [
      ...reading.favourites.map((favourite): Choice => ({ kind: 'favourite', favourite })),
      ...reading.offers.map((offer): Choice => ({ kind: 'offer', offer })),
    ];
    if (reading.medicine !== '') found.push({ kind: 'words', text: reading.medicine });
    return found;
  });

  write(text: string): void {
    this.text = text;
    this.#tail = this.#read(text);
  }

  async #read(text: string): Promise<void> {
    if (text.trim() === '') {
      this.#reading.drop();
      [this.reading, this.#answered] = [null, text];
      return;
    }
    const request = { text, patient_id: this.#about.patient, doctor_id: this.#about.doctor ?? this.doctor ?? null };
    const reading = await this.#reading.ask(() => this.#backend.call('prescriptions.read_line', request));
    if (reading) [this.reading, this.marked, this.#answered] = [reading, 0, text];
  }

  mark(by: number): void {
    const { length } = this.choices;
    if (length > 0) this.marked = (this.marked + by + length) % length;
  }

  /** Waits until the choices answer what was typed, and takes the marked one. */
  async takeMarked(): Promise<void> {
    await this.#tail;
    const choice = this.#answered === this.text ? this.choices[this.marked] : undefined;
    if (choice) await this.take(choice);
  }

  async take(choice: Choice): Promise<void> {
    const { reading } = this;
    this.write('');
    switch (choice.kind) {
      case 'offer':
        return this.#set([...this.lines, this.#keyed(choice.offer.item)]);
      case 'favourite':
        return this.#add(choice.favourite.items);
      case 'words':
        return this.#add([
          {
            medicine_id: null,
            medicine_name: choice.text,
            dose_milli: reading?.dose_milli ?? 1000,
            dose_unit: reading?.dose_unit ?? 'piece',
            route: reading?.route ?? 'oral',
            frequency: reading?.frequency ?? 'daily',
            days: reading?.days ?? null,
            quantity: null,
            instructions: reading?.instructions ?? null,
            kept_because: null,
          },
        ]);
    }
  }

  /** Forgets the favourite that is marked; what it became is answered for the way back. */
  async forgetMarked(): Promise<{ name: string; operation: OperationId | null } | undefined> {
    const choice = this.choices[this.marked];
    if (choice?.kind !== 'favourite') return undefined;
    const { id, name } = choice.favourite;
    const { operation_id } = await this.#backend.call('prescriptions.remove_favourite', { id });
    this.write(this.text);
    return { name, operation: operation_id };
  }

  // ——— the lines ———

  async #add(items: readonly WriteItem[]): Promise<void> {
    await this.#set([...this.lines, ...items.map((item) => this.#keyed(bare(item)))]);
  }

  async change(key: number, written: Partial<WriteItem>): Promise<void> {
    await this.#set(this.lines.map((line) => (line.key === key ? { ...bare({ ...asWritten(line), ...written }), key } : line)));
  }

  async remove(key: number): Promise<void> {
    await this.#set(this.lines.filter((line) => line.key !== key));
  }

  async keep(key: number, reason: string): Promise<void> {
    await this.#set(this.lines.map((line) => (line.key === key ? { ...line, kept_because: reason } : line)));
  }

  /** Another medicine in its place, for as often and as long. */
  async replace(key: number, by: MedicineHit): Promise<void> {
    const line = this.lines.find((each) => each.key === key);
    if (!line) return;
    const sameForm = line.form === by.form;
    await this.change(key, {
      medicine_id: by.id,
      medicine_name: by.name,
      quantity: null,
      kept_because: null,
      ...(sameForm ? {} : { dose_milli: 1000 }),
    });
  }

  #keyed(item: PrescriptionItem): Line {
    this.#next += 1;
    return { ...item, key: this.#next };
  }

  /** Shows the lines, and asks what they come to and what speaks against them. */
  async #set(lines: readonly Line[]): Promise<void> {
    this.lines = lines;
    this.#changed();
    await this.#check();
  }

  async #check(): Promise<void> {
    const asked = this.lines;
    const request = { patient_id: this.#about.patient, id: this.id, items: asked.map(asWritten) };
    const items = await this.#checking.ask(async () => (await this.#backend.call('prescriptions.check', request)).items);
    if (!items || asked !== this.lines) return;
    this.lines = items.map((item, at) => ({ ...item, key: asked[at]?.key ?? at }));
    this.#changed();
  }

  /** Something speaks for asking again: an allergy was written down meanwhile. */
  async again(): Promise<void> {
    if (this.lines.length > 0) await this.#check();
  }

  // ——— the tests ———

  order(name: string): void {
    const known = textOrNull(name);
    if (known === null) return;
    this.tests = [...this.tests, { name: known, instructions: null, priority: 'routine' }];
    this.#changed();
  }

  togglePriority(at: number): void {
    this.tests = this.tests.map((test, place) => (place === at ? { ...test, priority: test.priority === 'urgent' ? 'routine' : 'urgent' } : test));
    this.#changed();
  }

  dropTest(at: number): void {
    this.tests = this.tests.filter((_, place) => place !== at);
    this.#changed();
  }

  tag(word: string): void {
    const known = textOrNull(word);
    if (known === null || this.tags.includes(known)) return;
    this.tags = [...this.tags, known];
    this.#changed();
  }

  untag(word: string): void {
    this.tags = this.tags.filter((tag) => tag !== word);
    this.#changed();
  }

  /** A field was typed into. */
  touched(): void {
    this.#changed();
  }

  #changed(): void {
    this.#about.changed(this.kept);
  }

  // ——— kept ———

  show(found: Prescription): void {
    this.id = found.id;
    this.ref = found.ref;
    this.corrects = found.corrects;
    this.diagnosis = found.diagnosis ?? '';
    this.notes = found.notes ?? '';
    this.tags = found.tags;
    this.validUntil = found.valid_until ?? undefined;
    this.doctor = found.doctor_id;
    this.tests = found.tests.map(({ name, instructions, priority }) => ({ name, instructions, priority }));
    this.lines = found.items.map((item) => this.#keyed(item));
    this.sheet.show(found.whiteboard);
    this.#clean = JSON.stringify(this.kept);
  }

  /** Goes on from what was kept over a lock. It counts as changed. */
  async restore(kept: Kept): Promise<void> {
    this.diagnosis = kept.diagnosis;
    this.notes = kept.notes;
    this.tags = kept.tags ?? [];
    this.validUntil = kept.valid_until ?? undefined;
    this.tests = kept.tests;
    this.sheet.show(kept.whiteboard);
    this.lines = kept.items.map((item) => this.#keyed(bare(item)));
    await this.again();
  }

  /** An empty sheet. */
  clear(): void {
    this.write('');
    [this.id, this.ref, this.corrects] = [null, null, null];
    [this.diagnosis, this.notes, this.validUntil] = ['', '', undefined];
    [this.lines, this.tests, this.tags] = [[], [], []];
    this.sheet.show(null);
    this.#clean = JSON.stringify(this.kept);
  }

  get request(): DraftPrescription {
    const { items, tests, whiteboard, id } = this.kept;
    return {
      id,
      patient_id: this.#about.patient,
      doctor_id: this.#about.appointment === null ? (this.doctor ?? null) : null,
      appointment_id: id === null ? this.#about.appointment : null,
      diagnosis: textOrNull(this.diagnosis),
      notes: textOrNull(this.notes),
      tags: [...this.tags],
      valid_until: this.validUntil ?? null,
      whiteboard,
      items,
      tests,
    };
  }

  /** Keeps the draft at the desk. */
  async save(): Promise<Written<PrescriptionReply>> {
    return this.#once(() => this.#save());
  }

  /** Keeps what has changed, and gives it to the pharmacy. */
  async submit(): Promise<Written<PrescriptionReply>> {
    return this.#once(async () => {
      const id = this.id === null || this.dirty ? (await this.#save()).prescription.id : this.id;
      return this.#backend.call('prescriptions.submit', { id });
    });
  }

  async #save(): Promise<Written<PrescriptionReply>> {
    await this.#tail;
    const reply = await this.#backend.call('prescriptions.draft', this.request);
    this.show(reply.prescription);
    return reply;
  }

  async #once<T>(work: () => Promise<T>): Promise<T> {
    this.busy = true;
    try {
      return await work();
    } finally {
      this.busy = false;
    }
  }
}

/** A line as it is sent. A quantity that follows from the rest is left to the desk. */
export function asWritten(item: PrescriptionItem): WriteItem {
  return {
    medicine_id: item.medicine_id,
    medicine_name: item.medicine_name,
    dose_milli: item.dose_milli,
    dose_unit: item.dose_unit,
    route: item.route,
    frequency: item.frequency,
    days: item.days,
    quantity: item.quantity_worked_out || item.quantity === 0 ? null : item.quantity,
    instructions: item.instructions,
    kept_because: item.kept_because,
  };
}

/** A line of which only what was written is known, until the desk has looked at it. */
function bare(item: WriteItem): PrescriptionItem {
  return {
    id: null,
    medicine_id: item.medicine_id ?? null,
    medicine_name: item.medicine_name ?? '',
    generic_name: null,
    form: null,
    dose_milli: item.dose_milli,
    dose_unit: item.dose_unit,
    route: item.route,
    frequency: item.frequency,
    days: item.days ?? null,
    quantity: item.quantity ?? 0,
    quantity_worked_out: item.quantity == null,
    instructions: item.instructions ?? null,
    kept_because: item.kept_because ?? null,
    dispensed: 0,
    warnings: [],
    alternatives: [],
  };
}
