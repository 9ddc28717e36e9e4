import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import type { Screen } from '$/app/screens';
import { hours } from '$messages/hours';
import HoursScreen from './HoursScreen.svelte';

export const screen: Screen = {
  id: 'hours',
  label: () => hours.title,
  icon: CalendarClock,
  needs: 'read_agenda',
  order: 140,
  component: HoursScreen,
};
