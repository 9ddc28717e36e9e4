import CalendarDays from '@lucide/svelte/icons/calendar-days';
import type { Screen } from '$/app/screens';
import { dayBoard } from '$messages/day-board';
import BoardBar from './BoardBar.svelte';
import BoardLegend from './BoardLegend.svelte';
import BoardScreen from './BoardScreen.svelte';
import BookingEverywhere from './BookingEverywhere.svelte';

export const screen: Screen = {
  id: 'board',
  label: () => dayBoard.title,
  icon: CalendarDays,
  needs: 'read_agenda',
  order: 100,
  component: BoardScreen,
  bar: BoardBar,
  foot: BoardLegend,
  everywhere: BookingEverywhere,
};
