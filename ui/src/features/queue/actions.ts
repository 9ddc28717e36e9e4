/** The keys of the queue. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Megaphone from '@lucide/svelte/icons/megaphone';
import type { Action } from '$/app/actions.svelte';
import { STEP_ICONS } from '$/app/visit-icons';
import { queueWords } from '$messages/queue';
import { visitWords } from '$messages/visit';
import { stepsOf, type QueueBoard, type QueueStep } from './queue.svelte';

const KEYS: Readonly<Record<QueueStep, string>> = { arrive: 'KeyA', start: 'KeyS', complete: 'KeyC', no_show: 'KeyN' };

export function queueActions(queue: QueueBoard): Action[] {
  const group = () => queueWords.group;
  const rests = () => document.querySelector('[role=dialog], [role=menu]') === null;
  return [
    { id: 'queue.next', label: () => queueWords.next, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: rests, hidden: true, run: () => queue.move(1) },
    { id: 'queue.previous', label: () => queueWords.previous, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: rests, hidden: true, run: () => queue.move(-1) },
    {
      id: 'queue.call_next',
      label: () => queueWords.callNext,
      icon: Megaphone,
      shortcuts: [{ code: 'KeyL' }],
      needs: 'run_queue',
      group,
      when: () => rests() && (queue.doctorAtHand?.waiting.length ?? 0) > 0,
      run: () => (queue.doctorAtHand ? queue.callNext(queue.doctorAtHand.doctor_id) : undefined),
    },
    ...(Object.keys(KEYS) as QueueStep[]).map(
      (step): Action => ({
        id: `queue.${step}`,
        label: () => visitWords.steps[step] ?? '',
        icon: STEP_ICONS[step],
        shortcuts: [{ code: KEYS[step] }],
        needs: 'run_queue',
        group,
        when: () => rests() && queue.selected !== undefined && stepsOf(queue.selected).includes(step),
        run: () => (queue.selected ? queue.step(step, queue.selected) : undefined),
      }),
    ),
  ];
}
