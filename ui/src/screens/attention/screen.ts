import CircleAlert from '@lucide/svelte/icons/circle-alert';
import type { Screen } from '$/app/screens';
import { attention } from '$messages/attention';
import AttentionScreen from './AttentionScreen.svelte';

export const screen: Screen = {
  id: 'attention',
  label: () => attention.title,
  icon: CircleAlert,
  needs: 'read_agenda',
  order: 160,
  component: AttentionScreen,
};
