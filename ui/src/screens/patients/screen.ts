import Users from '@lucide/svelte/icons/users';
import type { Screen } from '$/app/screens';
import { patients } from '$messages/patients';
import PatientsScreen from './PatientsScreen.svelte';
import QuickFind from './QuickFind.svelte';

export const screen: Screen = {
  id: 'patients',
  label: () => patients.title,
  icon: Users,
  needs: 'read_patients',
  order: 120,
  component: PatientsScreen,
  everywhere: QuickFind,
};
