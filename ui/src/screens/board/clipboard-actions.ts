/** What the clipboard adds to the registry of actions, with its keys. */
import ClipboardCopy from '@lucide/svelte/icons/clipboard-copy';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import type { Action } from '$/app/actions.svelte';
import type { Shortcut } from '$/app/shortcuts';
import { isMovable } from '$/app/visit-steps';
import type { Appointment } from '$/backend';
import { clipboardWords } from '$messages/clipboard';
import { selectedAppointment } from './actions';
import { board, clipboard } from './state';
import { visitSteps } from './steps.svelte';

export const PARK: Shortcut = { code: 'KeyH' };

const group = () => clipboardWords.group;

/** The selected visit, if it can be set aside. */
function parkable(): Appointment | undefined {
  const visit = board.status.kind === 'resting' ? selectedAppointment() : undefined;
  return visit && isMovable(visit) ? visit : undefined;
}

/** `H` holds the selected visit there, or takes it off; `V` takes one in hand, and once more the next. */
export function clipboardActions(take: (visit: Appointment) => void): Action[] {
  return [
    {
      id: 'visit.park',
      label: () => (clipboard.has(parkable()?.id ?? '') ? clipboardWords.unpark : clipboardWords.park),
      icon: ClipboardList,
      shortcuts: [PARK],
      needs: 'book',
      group,
      when: () => parkable() !== undefined,
      run: () => {
        const visit = parkable();
        if (visit) visitSteps.park(visit);
      },
    },
    {
      id: 'clipboard.take',
      label: () => clipboardWords.take,
      icon: ClipboardCopy,
      shortcuts: [{ code: 'KeyV' }],
      needs: 'book',
      group,
      when: () => clipboard.parked.length > 0 && board.status.kind !== 'settling',
      run: () => {
        const next = clipboard.after(board.status.kind === 'moving' ? board.status.visit.key : undefined);
        if (next) take(next);
      },
    },
  ];
}
