// What the desk tells a person in passing: what was done, with the way back, and what went wrong.

import { toast } from '$/components/toast';
import { backend, refusalFrom } from '$/backend';
import { app } from '$messages/app';
import { sentenceFor } from '$messages/refusal';

/** The toast that offers Undo. Only the newest does: undo takes back the last thing this account did. */
let undoable: string | number | undefined;

/** Says that something was done. With `undo`, for a change that the ledger can take back. */
export function say(sentence: string, options: { undo?: boolean } = {}): void {
  if (!options.undo) {
    toast.done(sentence);
    return;
  }
  if (undoable !== undefined) toast.dismiss(undoable);
  undoable = toast.done(sentence, { label: app.undo, key: 'Ctrl Z', run: () => void undo() });
}

/** Says what an error means. For what no field or verdict on the screen can show. */
export function complain(error: unknown): void {
  toast.failed(sentenceFor(refusalFrom(error)));
}

/** Takes back the last change of this account. */
export async function undo(): Promise<void> {
  if (undoable !== undefined) toast.dismiss(undoable);
  undoable = undefined;
  try {
    await backend.call('operations.undo', {});
    toast.done(app.undone);
  } catch (error) {
    complain(error);
  }
}
