/** Which way a key goes over the board. Arrows follow the eye: in a right-to-left board the next doctor is to the left. */
import type { Direction } from '$/lib/locale.svelte';
import type { CursorStep } from './cursor';

export function stepForKey(key: string, direction: Direction): CursorStep | 'back' | 'forward' | undefined {
  switch (key) {
    case 'ArrowUp':
      return 'earlier';
    case 'ArrowDown':
      return 'later';
    case 'ArrowLeft':
      return direction === 'ltr' ? 'before' : 'after';
    case 'ArrowRight':
      return direction === 'ltr' ? 'after' : 'before';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    case 'PageUp':
      return 'back';
    case 'PageDown':
      return 'forward';
    default:
      return undefined;
  }
}
