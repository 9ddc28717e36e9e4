// What the desk tells a person in passing: what was done, with the way back, and what went wrong.

import { toast, type Said } from '$/components/toast';
import { backend, refusalFrom, RefusalError, type OperationId } from '$/backend';
import { app } from '$messages/app';
import { sentenceFor } from '$messages/refusal';
import { broke } from './faults';

/** The toast that offers Undo. Only one does, so that its key, which takes back the last thing done, is never another's. */
let undoable: string | number | undefined;

type Follower = (operation: OperationId) => void;
const followers = new Set<Follower>();

/** Calls `follow` with everything that is done here from now on; returns the way to stop. */
export function followDeeds(follow: Follower): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

function tell(operation: OperationId): void {
  for (const follow of followers) follow(operation);
}

/** Says that something was done, with the way back when it is given the operation this became. */
export function say(sentence: Said, operation?: OperationId | null): void {
  if (operation === undefined || operation === null) {
    toast.done(sentence);
    return;
  }
  forget();
  tell(operation);
  undoable = toast.done(sentence, { label: () => app.undo, key: 'Ctrl Z', run: () => void undo(operation) });
}

/** Says what an error means. For what no field or verdict on the screen can show. */
export function complain(error: unknown): void {
  // What the desk answers is a refusal by then, whatever it was; anything else broke here.
  if (error instanceof Error && !(error instanceof RefusalError)) {
    broke(error);
    return;
  }
  const refusal = refusalFrom(error);
  toast.failed(() => sentenceFor(refusal));
}

/** Takes back one operation: without a name, the last one of this account. */
export async function undo(operation?: OperationId): Promise<void> {
  forget();
  try {
    const reply = await backend.call('operations.undo', operation === undefined ? {} : { id: operation });
    toast.done(() => app.undone);
    tell(reply.operation);
  } catch (error) {
    complain(error);
  }
}

function forget(): void {
  if (undoable !== undefined) toast.dismiss(undoable);
  undoable = undefined;
}
