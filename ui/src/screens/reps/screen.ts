import BriefcaseBusiness from '@lucide/svelte/icons/briefcase';
import type { Screen } from '$/app/screens';
import { requests } from '$/features/reps/requests.svelte';
import { reps } from '$messages/reps';
import RepsEverywhere from './RepsEverywhere.svelte';
import RepsScreen from './RepsScreen.svelte';

export const screen: Screen = {
  id: 'reps',
  label: () => reps.title,
  icon: BriefcaseBusiness,
  needs: 'read_reps',
  order: 130,
  component: RepsScreen,
  everywhere: RepsEverywhere,
  badge: () => (requests.count > 0 ? { count: requests.count, words: reps.waiting({ count: requests.count }) } : undefined),
};
