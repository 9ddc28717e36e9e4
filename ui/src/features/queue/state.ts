/** The one queue of this window. */
import { complain, say } from '$/app/said.svelte';
import { backend } from '$/backend';
import { count } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { queueWords } from '$messages/queue';
import { visitWords } from '$messages/visit';
import { QueueBoard } from './queue.svelte';

export const SCREEN = 'queue';

export const queue = new QueueBoard(backend, {
  stepped: (step, visit, operation) => say(() => visitWords.done[step]?.({ name: isolate(visit.patient_name) }) ?? '', operation),
  called: ({ appointment, operation_id }) =>
    say(
      () => queueWords.calledNow({ number: count(appointment.queue_number ?? 0), name: isolate(appointment.patient_name) }),
      operation_id,
    ),
  failed: complain,
});
