/** The keys of the wait list. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import Pencil from '@lucide/svelte/icons/pencil';
import PhoneForwarded from '@lucide/svelte/icons/phone-forwarded';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import UserMinus from '@lucide/svelte/icons/user-minus';
import type { Action } from '$/app/actions.svelte';
import { locale } from '$/lib/locale.svelte';
import { waitList as words } from '$messages/wait-list';
import type { WaitList } from './wait-list.svelte';

export function waitListActions(list: WaitList): Action[] {
  const group = () => words.group;
  const rests = () => document.querySelector('[role=dialog], [role=menu], [role=alertdialog]') === null;
  const atHand = () => rests() && list.current !== undefined && list.isOpen && !list.busy;
  const changeable = () => rests() && list.current !== undefined && list.current.state !== 'booked' && list.current.state !== 'removed';
  const onward = () => (locale.direction === 'rtl' ? -1 : 1);
  const digit = (number: string) => [{ code: `Digit${number}` }, { code: `Numpad${number}` }];
  return [
    { id: 'wait_list.next', label: () => words.next, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: rests, hidden: true, run: () => list.step(1) },
    { id: 'wait_list.previous', label: () => words.previous, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: rests, hidden: true, run: () => list.step(-1) },
    { id: 'wait_list.next_time', label: () => words.nextTime, shortcuts: [{ code: 'ArrowRight' }], group, when: atHand, hidden: true, run: () => list.stepTime(onward()) },
    { id: 'wait_list.previous_time', label: () => words.previousTime, shortcuts: [{ code: 'ArrowLeft' }], group, when: atHand, hidden: true, run: () => list.stepTime(-onward()) },
    { id: 'wait_list.book', label: () => words.book, icon: CalendarPlus, shortcuts: digit('1'), group, when: () => atHand() && list.to !== undefined, run: () => list.book() },
    { id: 'wait_list.no_answer', label: () => words.noAnswer, icon: PhoneMissed, shortcuts: digit('2'), group, when: atHand, run: () => list.called('no_answer') },
    { id: 'wait_list.later', label: () => words.later, icon: PhoneForwarded, shortcuts: digit('3'), group, when: atHand, run: () => list.called('later') },
    { id: 'wait_list.relocate', label: () => words.relocate, icon: CalendarSync, shortcuts: digit('4'), group, when: () => atHand() && list.to !== undefined && list.current?.next_visit_id != null, run: () => list.relocate() },
    {
      id: 'wait_list.edit',
      label: () => words.edit,
      icon: Pencil,
      shortcuts: [{ code: 'KeyE' }],
      group,
      when: changeable,
      run: () => {
        if (list.current) list.editing = { kind: 'change', wait: list.current };
      },
    },
    {
      id: 'wait_list.remove',
      label: () => words.remove,
      icon: UserMinus,
      shortcuts: [{ code: 'Delete' }],
      group,
      when: changeable,
      run: () => {
        list.removing = list.current ?? null;
      },
    },
  ];
}
