// What broke in the screens themselves, and nobody caught: written down under a number, which is told. Without it a press on a button
// that does nothing would be all that anybody learns.

import { toast } from '$/components/toast';
import { RefusalError, writeFault } from '$/backend';
import { sentenceFor } from '$messages/refusal';

/** Each is told once: what breaks with every key need not be said with every key. */
const told = new Set<string>();

export function watchFaults(): void {
  // Some engines report a slow layout as an error that carries none.
  addEventListener('error', ({ error }) => error !== null && error !== undefined && broke(error));
  addEventListener('unhandledrejection', ({ reason }) => broke(reason));
}

/** Tells of an error that nobody expected. A refusal says itself what it means. */
export function broke(error: unknown): void {
  if (error instanceof RefusalError) {
    toast.failed(() => sentenceFor(error));
    return;
  }
  const which = error instanceof Error ? `${error.name} ${error.stack}` : typeof error;
  if (told.has(which)) return;
  told.add(which);
  writeFault(error).then(
    (fault) => toast.failed(() => sentenceFor(fault)),
    // The window's other side is gone: whatever is asked next will say so.
    () => undefined,
  );
}
