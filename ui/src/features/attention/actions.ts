/** The keys of the inbox. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Check from '@lucide/svelte/icons/check';
import Layers2 from '@lucide/svelte/icons/layers-2';
import type { Action } from '$/app/actions.svelte';
import { count } from '$/lib/format';
import { attention } from '$messages/attention';
import type { Inbox } from './inbox.svelte';

const CHOICES = [0, 1, 2, 3, 4];

export function inboxActions(inbox: Inbox, list: () => HTMLElement | undefined): Action[] {
  const group = () => attention.group;
  // A dialog over it has keys of its own.
  const rests = () => inbox.question.kind === 'none' && document.querySelector('[role=dialog]') === null;
  // Enter on any other button is that button's.
  const inList = () => {
    const at = document.activeElement;
    return at === null || at === document.body || (list()?.contains(at) ?? false);
  };
  const mayCancel = () => inbox.current?.visit?.may_cancel === true && inbox.current.ways.includes('cancel');
  return [
    { id: 'attention.next', label: () => attention.next, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: rests, hidden: true, run: () => inbox.step(1) },
    { id: 'attention.previous', label: () => attention.previous, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: rests, hidden: true, run: () => inbox.step(-1) },
    ...CHOICES.map(
      (index): Action => ({
        id: `attention.choice.${index + 1}`,
        label: () => attention.choose({ number: count(index + 1) }),
        icon: Check,
        shortcuts: [{ code: `Digit${index + 1}` }, { code: `Numpad${index + 1}` }],
        group,
        hidden: true,
        when: () => rests() && !inbox.busy && inbox.choices.length > index,
        run: () => inbox.take(index),
      }),
    ),
    {
      id: 'attention.first',
      label: () => attention.choose({ number: count(1) }),
      icon: Check,
      shortcuts: [{ code: 'Enter' }, { code: 'NumpadEnter' }],
      group,
      hidden: true,
      when: () => rests() && inList() && !inbox.busy && inbox.choices.length > 0,
      run: () => inbox.take(0),
    },
    { id: 'attention.turn', label: () => attention.otherMoves, icon: ArrowLeftRight, shortcuts: [{ code: 'KeyM' }], group, when: () => rests() && inbox.current?.ways.includes('move') === true, run: () => inbox.turn() },
    {
      id: 'attention.keep',
      label: () => attention.keepBoth,
      icon: Layers2,
      shortcuts: [{ code: 'KeyK' }],
      group,
      when: () => rests() && inbox.current?.ways.includes('move') === true && inbox.current.ways.includes('keep'),
      run: () => void (inbox.question = { kind: 'keep' }),
    },
    {
      id: 'attention.cancel',
      label: () => attention.cancelDo,
      icon: CalendarX,
      shortcuts: [{ code: 'Delete' }],
      group,
      when: () => rests() && mayCancel(),
      run: () => void (inbox.question = { kind: 'cancel', which: 'subject' }),
    },
  ];
}
