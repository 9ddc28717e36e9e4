import BriefcaseBusiness from '@lucide/svelte/icons/briefcase';
import type { Screen } from '$/app/screens';
import { requests } from '$/features/reps/requests.svelte';
import { reps } from '$messages/reps';
import { visitWords } from '$messages/visit';
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
  badge: () => {
    const { count, displacedCount } = requests;
    const words = [count > 0 ? reps.waiting({ count }) : '', displacedCount > 0 ? reps.displacedCount({ count: displacedCount }) : ''];
    return count + displacedCount > 0 ? { count: count + displacedCount, words: visitWords.listed(words.filter((each) => each !== '')) } : undefined;
  },
};
