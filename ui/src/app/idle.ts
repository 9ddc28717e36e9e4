// Locks the screen when nobody is there. The desk counts for itself, too: this only makes the screen follow in time.

import { backend } from '$/backend';
import { session } from './session.svelte';

/** How often the desk is told that somebody is here. Far below the shortest idle time, one minute. */
const TELL_EVERY_MILLISECONDS = 20_000;
const LOOK_EVERY_MILLISECONDS = 5_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Starts watching; returns the way to stop. */
export function watchIdling(minutes: number): () => void {
  let lastSign = Date.now();
  let lastTold = Date.now();

  const sign = () => {
    lastSign = Date.now();
    if (session.stage !== 'ready' || lastSign - lastTold < TELL_EVERY_MILLISECONDS) return;
    lastTold = lastSign;
    // A desk that locked by itself refuses; then the screen follows.
    backend.call('session.touch', {}).catch(() => session.refresh().catch(() => undefined));
  };
  const look = () => {
    if (session.stage !== 'ready' || Date.now() - lastSign < minutes * 60_000) return;
    session.lock('idle').catch(() => session.refresh().catch(() => undefined));
  };

  for (const kind of SIGNS) addEventListener(kind, sign, { passive: true, capture: true });
  const looking = setInterval(look, LOOK_EVERY_MILLISECONDS);
  return () => {
    for (const kind of SIGNS) removeEventListener(kind, sign, { capture: true });
    clearInterval(looking);
  };
}
