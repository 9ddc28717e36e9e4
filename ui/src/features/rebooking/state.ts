/** The one worklist of this window. */
import { complain, say } from '$/app/said.svelte';
import { backend, type FreeTime, type RebookWay, type WorklistRow } from '$/backend';
import { isolate } from '$/lib/messages';
import { rebooking as words } from '$messages/rebooking';
import { Rebooking } from './rebooking.svelte';
import { whenWords } from './words';

export const SCREEN = 'rebooking';

function done(row: WorklistRow, way: RebookWay, to: FreeTime | undefined): string {
  const name = isolate(row.patient_name);
  switch (way) {
    case 'agreed':
      return words.saidMoved({ name, when: to ? whenWords(to) : '' });
    case 'told':
      return words.saidTold({ name });
    case 'no_answer':
      return words.saidNoAnswer({ name });
    case 'later':
      return words.saidLater({ name });
    case 'cancelled':
      return words.saidCancelled({ name });
    case 'seen_elsewhere':
      return words.saidSeenElsewhere({ name });
  }
}

export const rebooking = new Rebooking(backend, {
  settled: (row, way, to, operation) => say(() => done(row, way, to), operation),
  movedAll: (count, operation) => say(() => words.saidMovedAll({ count }), operation),
  failed: complain,
});
