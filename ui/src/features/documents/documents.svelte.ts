// The documents of a patient, a visit, a prescription or a test, and attaching to them. Each file is one command: of several, those that can be are taken.

import { refusalFrom, type AppointmentId, type AttachDocument, type Backend, type DocumentAudience, type DocumentList, type LabTestId, type PatientId, type PrescriptionId } from '$/backend';
import { Latest } from '$/lib/latest';
import { say } from '$/app/said.svelte';
import { isolate } from '$/lib/messages';
import { documents as words } from '$messages/documents';
import { sentenceFor, sentenceForField } from '$messages/refusal';
import { base64Of, MOST_BYTES, typeOf } from './files';

/** What documents belong to. */
export type Place = { patient_id: PatientId; appointment_id?: AppointmentId; prescription_id?: PrescriptionId; lab_test_id?: LabTestId };

export type Problem = { name: string; text: string };

export class Documents {
  list = $state.raw<DocumentList>();
  failure = $state.raw<unknown>();
  /** Names of files on their way in. */
  attaching = $state.raw<readonly string[]>([]);
  problems = $state.raw<readonly Problem[]>([]);

  readonly #backend: Pick<Backend, 'call'>;
  readonly #latest = new Latest<DocumentList>();

  readonly #read: (file: Blob) => Promise<string>;

  /** `readFile` gives the bytes of a file in base64. */
  constructor(backend: Pick<Backend, 'call'>, readFile = base64Of) {
    this.#backend = backend;
    this.#read = readFile;
  }

  /** The narrowest part of a place is what is asked for. */
  async read({ patient_id, appointment_id, prescription_id, lab_test_id }: Place): Promise<void> {
    const asked = lab_test_id ? { lab_test_id } : prescription_id ? { prescription_id } : appointment_id ? { appointment_id } : { patient_id };
    try {
      const answer = await this.#latest.ask(() => this.#backend.call('documents.list', asked));
      if (answer === undefined) return;
      [this.list, this.failure] = [answer, undefined];
    } catch (error) {
      [this.list, this.failure] = [undefined, error];
    }
  }

  /** One after another: a window that sends ten scans at once would hold them all in memory. */
  async attach(place: Place, files: readonly File[], audience: DocumentAudience): Promise<void> {
    this.problems = [];
    this.attaching = [...this.attaching, ...files.map(({ name }) => name)];
    for (const file of files) {
      try {
        await this.#attachOne(place, file, audience);
      } catch (error) {
        this.problems = [...this.problems, { name: file.name, text: reasonOf(error) }];
      } finally {
        const at = this.attaching.indexOf(file.name);
        this.attaching = this.attaching.filter((_, index) => index !== at);
      }
    }
    await this.read(place);
  }

  async #attachOne(place: Place, file: File, audience: DocumentAudience): Promise<void> {
    if (file.size > MOST_BYTES) throw new TooLarge();
    const request: AttachDocument = { ...place, name: file.name, mime_type: typeOf(file), base64: await this.#read(file), audience, tags: [], named: [] };
    const { document, operation_id } = await this.#backend.call('documents.attach', request);
    const name = isolate(file.name);
    say(() => (document ? words.attached({ name }) : words.attachedUnseen({ name })), operation_id);
  }
}

class TooLarge extends Error {}

/** What is wrong with a file, in one sentence: what the desk says of its field, or else of the whole. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException) return words.unread;
  if (error instanceof TooLarge) return sentenceForField({ field: 'base64', code: 'too_large', params: { most_bytes: MOST_BYTES } }) ?? '';
  const refusal = refusalFrom(error);
  return sentenceForField(refusal.fields[0]) ?? sentenceFor(refusal);
}
