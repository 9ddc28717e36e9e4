// Which paper is asked for. Any screen may ask; the dialog that makes, prints and saves it is the window's own.

import type { AppointmentId, DoctorId, FulfilmentId, PrescriptionId, RunReport, WallDate, WorklistId } from '$/backend';
import type { Language } from '$/lib/locale.svelte';

export type PaperAsked =
  /** A day, of everybody or of one doctor. */
  | { kind: 'agenda'; date: WallDate; doctors: readonly { id: DoctorId; name: string }[]; doctor?: DoctorId }
  /** The agenda of one of them, from a day on, as a file for a calendar. */
  | { kind: 'calendar'; date: WallDate; doctors: readonly { id: DoctorId; name: string }[]; doctor?: DoctorId }
  | { kind: 'closing_report'; date: WallDate }
  | { kind: 'slip'; appointment: AppointmentId; about: string }
  | { kind: 'prescription'; prescription: PrescriptionId; about: string }
  /** Of what was handed out at once; in the language of the patient. */
  | { kind: 'labels'; fulfilment: FulfilmentId; about: string; language: Language }
  /** A standing report, as it was asked for. */
  | { kind: 'report'; asked: RunReport; about: string }
  | { kind: 'rebook_list'; worklist: WorklistId; about: string };

class Papers {
  asked = $state.raw<PaperAsked | null>(null);

  ask(asked: PaperAsked): void {
    this.asked = asked;
  }

  close(): void {
    this.asked = null;
  }
}

export const papers = new Papers();
