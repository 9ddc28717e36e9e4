import Inbox from '@lucide/svelte/icons/inbox';
import type { Screen } from '$/app/screens';
import { inbox, SCREEN } from '$/features/attention/state';
import { attention } from '$messages/attention';
import AttentionEverywhere from './AttentionEverywhere.svelte';
import AttentionScreen from './AttentionScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => attention.title,
  icon: Inbox,
  needs: 'settle_matters',
  order: 360,
  component: AttentionScreen,
  everywhere: AttentionEverywhere,
  isShown: () => inbox.isShown,
  badge: () => (inbox.openCount > 0 ? { count: inbox.openCount, words: attention.waiting({ count: inbox.openCount }) } : undefined),
};
