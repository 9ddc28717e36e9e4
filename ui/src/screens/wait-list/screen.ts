import Hourglass from '@lucide/svelte/icons/hourglass';
import type { Screen } from '$/app/screens';
import { SCREEN, waitList } from '$/features/wait-list/state';
import { waitList as words } from '$messages/wait-list';
import FreedOffer from './FreedOffer.svelte';
import WaitListEverywhere from './WaitListEverywhere.svelte';
import WaitListScreen from './WaitListScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => words.title,
  icon: Hourglass,
  needs: 'book',
  order: 115,
  component: WaitListScreen,
  everywhere: WaitListEverywhere,
  above: FreedOffer,
  badge: () => (waitList.count > 0 ? { count: waitList.count, words: words.countWaiting({ count: waitList.count }) } : undefined),
};
