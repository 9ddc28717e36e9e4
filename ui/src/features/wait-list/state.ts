/** The one wait list of this window, and the times that have just become free. */
import { complain, say } from '$/app/said.svelte';
import { backend } from '$/backend';
import { isolate } from '$/lib/messages';
import { waitList as words } from '$messages/wait-list';
import { Freed } from './freed.svelte';
import { WaitList } from './wait-list.svelte';
import { whenWords } from './words';

export const SCREEN = 'wait-list';

export const waitList = new WaitList(backend, {
  booked: (wait, to, operation) => say(() => words.saidBooked({ name: isolate(wait.patient_name), when: whenWords(to) }), operation),
  called: (wait, outcome, operation) => {
    const name = isolate(wait.patient_name);
    say(() => (outcome === 'later' ? words.saidLater({ name }) : words.saidNoAnswer({ name })), operation);
  },
  removed: (wait, operation) => say(() => words.saidRemoved({ name: isolate(wait.patient_name) }), operation),
  failed: complain,
});

export const freed = new Freed(backend);
