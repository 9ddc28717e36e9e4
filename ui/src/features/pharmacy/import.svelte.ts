// Taking in a list of medicines: the file is looked at by the desk first, and taken in only as it was seen.

import { backend, refusalFrom, type ImportPreview, type ImportReply } from '$/backend';
import { sentenceFor } from '$messages/refusal';
import { pharmacy } from '$messages/pharmacy';

export class MedicineImport {
  status = $state<'choosing' | 'reading' | 'seen' | 'taking'>('choosing');
  name = $state('');
  preview = $state.raw<ImportPreview | null>(null);
  /** Why the file as a whole is nothing to look at. */
  problem = $state<string>();
  #base64 = '';

  get mayTake(): boolean {
    return this.status === 'seen' && this.preview !== null && this.preview.problem_count === 0 && this.preview.rows > 0;
  }

  async look(file: File): Promise<void> {
    this.status = 'reading';
    [this.name, this.preview, this.problem] = [file.name, null, undefined];
    try {
      this.#base64 = await base64Of(file);
    } catch {
      this.problem = pharmacy.fileCannotBeRead;
      this.status = 'choosing';
      return;
    }
    try {
      this.preview = await backend.call('medicines.preview_import', { base64: this.#base64 });
      this.status = 'seen';
    } catch (error) {
      this.problem = sentenceFor(refusalFrom(error));
      this.status = 'choosing';
    }
  }

  /** What the desk answered; `null` when it refused after all. */
  async take(): Promise<(ImportReply & { operation_id: string | null }) | null> {
    if (!this.mayTake) return null;
    this.status = 'taking';
    try {
      return await backend.call('medicines.import', { base64: this.#base64 });
    } catch (error) {
      this.problem = sentenceFor(refusalFrom(error));
      return null;
    } finally {
      this.status = 'seen';
    }
  }
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // Spread in parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
