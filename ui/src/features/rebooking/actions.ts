/** The keys of a worklist. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import Printer from '@lucide/svelte/icons/printer';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Check from '@lucide/svelte/icons/check';
import PhoneForwarded from '@lucide/svelte/icons/phone-forwarded';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import UserCheck from '@lucide/svelte/icons/user-check';
import type { Action } from '$/app/actions.svelte';
import type { RebookWay } from '$/backend';
import { locale } from '$/lib/locale.svelte';
import { papers } from '$/app/papers.svelte';
import { paper } from '$messages/paper';
import { rebooking as words } from '$messages/rebooking';
import type { Rebooking } from './rebooking.svelte';
import { causeOf, daysOf } from './words';

export const WAYS: readonly { way: RebookWay; digit: string; label: () => string; icon: Action['icon'] & {} }[] = [
  { way: 'agreed', digit: '1', label: () => words.agreed, icon: Check },
  { way: 'no_answer', digit: '2', label: () => words.noAnswer, icon: PhoneMissed },
  { way: 'later', digit: '3', label: () => words.later, icon: PhoneForwarded },
  { way: 'cancelled', digit: '4', label: () => words.cancel, icon: CalendarX },
  { way: 'seen_elsewhere', digit: '5', label: () => words.seenElsewhere, icon: UserCheck },
  { way: 'told', digit: '1', label: () => words.told, icon: Check },
];

export function worklistActions(rebooking: Rebooking, note: () => void): Action[] {
  const group = () => words.group;
  const rests = () => document.querySelector('[role=dialog], [role=menu]') === null;
  // On a button or a link Space and Enter are its own.
  const onward = () => (locale.direction === 'rtl' ? -1 : 1);
  return [
    { id: 'rebooking.next', label: () => words.next, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: rests, hidden: true, run: () => rebooking.step(1) },
    { id: 'rebooking.previous', label: () => words.previous, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: rests, hidden: true, run: () => rebooking.step(-1) },
    { id: 'rebooking.next_time', label: () => words.nextTime, shortcuts: [{ code: 'ArrowRight' }], group, when: rests, hidden: true, run: () => rebooking.stepTime(onward()) },
    { id: 'rebooking.previous_time', label: () => words.previousTime, shortcuts: [{ code: 'ArrowLeft' }], group, when: rests, hidden: true, run: () => rebooking.stepTime(-onward()) },
    ...WAYS.map(
      ({ way, digit, label, icon }): Action => ({
        id: `rebooking.${way}`,
        label,
        icon,
        shortcuts: [{ code: `Digit${digit}` }, { code: `Numpad${digit}` }],
        group,
        when: () => rests() && rebooking.may(way),
        run: () => rebooking.settle(way),
      }),
    ),
    { id: 'rebooking.note', label: () => words.note, icon: StickyNote, shortcuts: [{ code: 'KeyN' }], group, when: () => rests() && rebooking.current?.end === null, run: note },
    {
      id: 'rebooking.move_all',
      label: () => words.moveAll({ count: rebooking.planned.length }),
      icon: CalendarSync,
      shortcuts: [{ code: 'KeyM', shift: true }],
      group,
      when: () => rests() && rebooking.planned.length > 0 && !rebooking.busy,
      run: () => rebooking.moveAll(),
    },
    {
      id: 'rebooking.print',
      label: () => paper.printRebookList,
      icon: Printer,
      shortcuts: [{ code: 'KeyP', ctrl: true }],
      needs: 'book',
      group,
      when: () => rests() && rebooking.list !== null,
      run: () => {
        if (rebooking.list) papers.ask({ kind: 'rebook_list', worklist: rebooking.list.short.id, about: `${daysOf(rebooking.list.short)} · ${causeOf(rebooking.list.short)}` });
      },
    },
  ];
}
