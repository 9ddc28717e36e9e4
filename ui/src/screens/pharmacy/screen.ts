import Pill from '@lucide/svelte/icons/pill';
import type { Screen } from '$/app/screens';
import { pharmacy } from '$messages/pharmacy';
import { dispensingQueue } from '$/features/pharmacy/queue.svelte';
import PharmacyEverywhere from './PharmacyEverywhere.svelte';
import PharmacyScreen from './PharmacyScreen.svelte';

const waiting = () => dispensingQueue.prescriptions.length;

export const screen: Screen = {
  id: 'pharmacy',
  label: () => pharmacy.title,
  icon: Pill,
  needs: 'manage_stock',
  order: 220,
  component: PharmacyScreen,
  everywhere: PharmacyEverywhere,
  badge: () => (waiting() > 0 ? { count: waiting(), words: pharmacy.waiting({ count: waiting() }) } : undefined),
};
