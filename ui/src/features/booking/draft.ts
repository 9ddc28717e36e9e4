/**
 * The unfinished booking, kept by the desk under the account, so that it survives the lock and the quick switch. It lies in
 * the vault like everything about a patient; the login screen only says that there is one.
 */
import type { Backend, DoctorId, JsonValue, PatientHit, WallDate } from '$/backend';
import type { Minute } from '$/lib/minute';
import type { RepetitionDraft } from './repetition.svelte';

const NAME = 'booking';

/** Typing is not held up by keeping: what was written is kept when the fingers rest. */
const REST_MILLISECONDS = 400;

export interface BookingDraft {
  text: string;
  reason: string;
  online: boolean;
  place: { doctor?: DoctorId; date?: WallDate; start?: Minute; minutes?: number };
  patient: PatientHit | null;
  /** Absent while it does not repeat. */
  repeats: RepetitionDraft | null;
}

export function keepDraft(backend: Backend) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = false;
  // Keeping is a courtesy: if it fails, the booking itself must not.
  const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);

  return {
    keep(draft: BookingDraft): void {
      clearTimeout(timer);
      timer = setTimeout(() => {
        kept = true;
        quietly(backend.call('drafts.save', { name: NAME, body: draft as unknown as JsonValue }));
      }, REST_MILLISECONDS);
    },

    drop(): void {
      clearTimeout(timer);
      if (kept) quietly(backend.call('drafts.discard', { name: NAME }));
      kept = false;
    },

    /** Stops keeping without forgetting what was kept. */
    leave(): void {
      clearTimeout(timer);
      kept = false;
    },

    async read(): Promise<BookingDraft | undefined> {
      const { drafts } = await backend.call('drafts.list', {}).catch(() => ({ drafts: [] }));
      const found = drafts.find((draft) => draft.name === NAME);
      if (!found) return undefined;
      kept = true;
      return asDraft(found.body);
    },
  };
}

/** What an older build kept may look otherwise; then there is no draft. */
function asDraft(body: unknown): BookingDraft | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { text, reason, online, place, patient, repeats } = body as Partial<BookingDraft>;
  if (typeof text !== 'string' || typeof reason !== 'string' || typeof place !== 'object') return undefined;
  return { text, reason, online: online === true, place: place ?? {}, patient: patient ?? null, repeats: repeats ?? null };
}
