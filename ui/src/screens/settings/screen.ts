import Settings from '@lucide/svelte/icons/settings';
import type { Screen } from '$/app/screens';
import { settings } from '$messages/settings';
import SettingsScreen from './SettingsScreen.svelte';

export const screen: Screen = {
  id: 'settings',
  label: () => settings.title,
  icon: Settings,
  // Everybody has a password and a language; the parts ask for their own rights.
  needs: null,
  order: 390,
  component: SettingsScreen,
};
