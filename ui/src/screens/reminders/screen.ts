import BellRing from '@lucide/svelte/icons/bell-ring';
import type { Screen } from '$/app/screens';
import { reminderList, SCREEN } from '$/features/reminders/state';
import { reminders as words } from '$messages/reminders';
import RemindersEverywhere from './RemindersEverywhere.svelte';
import RemindersScreen from './RemindersScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => words.title,
  icon: BellRing,
  needs: 'book',
  order: 117,
  component: RemindersScreen,
  everywhere: RemindersEverywhere,
  badge: () => (reminderList.count > 0 ? { count: reminderList.count, words: words.countOpen({ count: reminderList.count }) } : undefined),
};
