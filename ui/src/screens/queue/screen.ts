import ListOrdered from '@lucide/svelte/icons/list-ordered';
import type { Screen } from '$/app/screens';
import { queue, SCREEN } from '$/features/queue/state';
import { queueWords } from '$messages/queue';
import QueueEverywhere from './QueueEverywhere.svelte';
import QueueScreen from './QueueScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => queueWords.title,
  icon: ListOrdered,
  needs: 'read_agenda',
  order: 110,
  component: QueueScreen,
  everywhere: QueueEverywhere,
  badge: () =>
    queue.waitingCount > 0 ? { count: queue.waitingCount, words: queueWords.countWaiting({ count: queue.waitingCount }) } : undefined,
};
