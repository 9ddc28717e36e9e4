import Sun from '@lucide/svelte/icons/sun';
import type { Screen } from '$/app/screens';
import { session } from '$/app/session.svelte';
import { myDay } from '$messages/my-day';
import MyDayScreen from './MyDayScreen.svelte';
import { SCREEN } from './state';

export const screen: Screen = {
  id: SCREEN,
  label: () => myDay.title,
  icon: Sun,
  needs: 'read_charts',
  order: 105,
  component: MyDayScreen,
  // A day of one's own has who sees patients.
  isShown: () => session.account?.doctor_id != null,
};
