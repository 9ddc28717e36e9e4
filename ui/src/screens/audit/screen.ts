import ScrollText from '@lucide/svelte/icons/scroll-text';
import type { Screen } from '$/app/screens';
import { audit } from '$messages/audit';
import AuditScreen from './AuditScreen.svelte';

export const screen: Screen = {
  id: 'audit',
  label: () => audit.title,
  icon: ScrollText,
  needs: 'read_ledger',
  order: 380,
  component: AuditScreen,
};
