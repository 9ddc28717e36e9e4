// One chart of this window: opened once, which the desk records, and read anew when something in it changes.

import { RefusalError, type Backend, type Chart, type PatientId } from '$/backend';
import { Latest } from '$/lib/latest';

/** What a chart shows changes with these. */
export const CHART_TABLES = [
  'patient',
  'appointment',
  'encounter',
  'diagnosis',
  'condition',
  'allergy',
  'medication',
  'vitals',
  'lab_test',
  'consultation_log',
  'break_glass',
  'prescription',
  'prescription_item',
  'prescription_test',
  'fulfilment',
  'fulfilment_item',
];

export class OpenChart {
  /** Whose chart was asked for last. */
  patient = $state.raw<PatientId>();
  chart = $state.raw<Chart>();
  /** `refused`: not this account's to open; `gone`: no such patient. */
  status = $state<'none' | 'opening' | 'open' | 'refused' | 'gone' | 'failed'>('none');
  failure = $state.raw<unknown>();

  readonly #backend: Pick<Backend, 'call'>;
  readonly #latest = new Latest<Chart>();

  constructor(backend: Pick<Backend, 'call'>) {
    this.#backend = backend;
  }

  /** Opens the chart: every time is an opening of its own. */
  async open(patient: PatientId): Promise<void> {
    if (patient !== this.patient) this.chart = undefined;
    this.patient = patient;
    this.status = 'opening';
    await this.#read(() => this.#backend.call('charts.open', { patient_id: patient }));
  }

  /** Reads it anew. */
  async reload(): Promise<void> {
    const { patient } = this;
    if (patient === undefined || this.status !== 'open') return;
    await this.#read(() => this.#backend.call('charts.get', { patient_id: patient }));
  }

  /** Nobody's chart stays on the screen of the next person. */
  forget(): void {
    this.#latest.drop();
    this.patient = undefined;
    this.chart = undefined;
    this.failure = undefined;
    this.status = 'none';
  }

  async #read(ask: () => Promise<Chart>): Promise<void> {
    try {
      const answer = await this.#latest.ask(ask);
      if (answer === undefined) return;
      this.chart = answer;
      this.failure = undefined;
      this.status = 'open';
    } catch (error) {
      this.chart = undefined;
      this.failure = error;
      this.status = error instanceof RefusalError ? meaning(error.code) : 'failed';
    }
  }
}

function meaning(code: string): 'refused' | 'gone' | 'failed' {
  if (code === 'chart.not_yours') return 'refused';
  return code === 'not_found' ? 'gone' : 'failed';
}
