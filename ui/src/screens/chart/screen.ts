import FileHeart from '@lucide/svelte/icons/file-heart';
import { navigation } from '$/app/navigation.svelte';
import type { Screen } from '$/app/screens';
import { chart } from '$messages/chart';
import ChartEverywhere from './ChartEverywhere.svelte';
import ChartFoot from './ChartFoot.svelte';
import ChartScreen from './ChartScreen.svelte';
import ReviewsAbove from './ReviewsAbove.svelte';
import { SCREEN } from './state';

export const screen: Screen = {
  id: SCREEN,
  label: () => chart.title,
  icon: FileHeart,
  needs: 'read_charts',
  order: 125,
  component: ChartScreen,
  foot: ChartFoot,
  everywhere: ChartEverywhere,
  above: ReviewsAbove,
  // A chart is somebody's: the way to it leads over a visit or a patient.
  isShown: () => navigation.screen === SCREEN,
};
