import Pill from '@lucide/svelte/icons/pill';
import type { Screen } from '$/app/screens';
import { pharmacy } from '$messages/pharmacy';
import PharmacyScreen from './PharmacyScreen.svelte';

export const screen: Screen = {
  id: 'pharmacy',
  label: () => pharmacy.title,
  icon: Pill,
  needs: 'manage_stock',
  order: 220,
  component: PharmacyScreen,
};
