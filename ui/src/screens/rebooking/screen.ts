import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import { navigation } from '$/app/navigation.svelte';
import type { Screen } from '$/app/screens';
import { rebooking, SCREEN } from '$/features/rebooking/state';
import { rebooking as words } from '$messages/rebooking';
import RebookingEverywhere from './RebookingEverywhere.svelte';
import RebookingScreen from './RebookingScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => words.title,
  icon: CalendarSync,
  needs: 'book',
  order: 145,
  component: RebookingScreen,
  everywhere: RebookingEverywhere,
  isShown: () => rebooking.openCount > 0 || navigation.screen === SCREEN,
  badge: () =>
    rebooking.openCount > 0 ? { count: rebooking.openCount, words: words.waiting({ count: rebooking.openCount }) } : undefined,
};
