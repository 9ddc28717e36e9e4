/** The keys of the reminders. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import BellRing from '@lucide/svelte/icons/bell-ring';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Check from '@lucide/svelte/icons/check';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import PhoneForwarded from '@lucide/svelte/icons/phone-forwarded';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import type { Action } from '$/app/actions.svelte';
import type { Reminder, ReminderWay } from '$/backend';
import { reminders as words } from '$messages/reminders';
import type { ReminderList } from './reminders.svelte';

export const WAYS: readonly { way: ReminderWay; digit: string; label: () => string; icon: Action['icon'] & {} }[] = [
  { way: 'reminded', digit: '1', label: () => words.reminded, icon: BellRing },
  { way: 'confirmed', digit: '2', label: () => words.confirmed, icon: Check },
  { way: 'no_answer', digit: '3', label: () => words.noAnswer, icon: PhoneMissed },
  { way: 'later', digit: '4', label: () => words.later, icon: PhoneForwarded },
];

type Elsewhere = {
  /** What is done about the visit itself. */
  move: (reminder: Reminder) => void | Promise<void>;
  cancel: (reminder: Reminder) => void | Promise<void>;
  note: () => void;
};

export function reminderActions(list: ReminderList, { move, cancel, note }: Elsewhere): Action[] {
  const group = () => words.group;
  const rests = () => document.querySelector('[role=dialog], [role=menu], [role=alertdialog]') === null;
  const atHand = () => rests() && list.current !== undefined;
  const withRow = (work: (reminder: Reminder) => void | Promise<void>) => () => (list.current ? work(list.current) : undefined);
  return [
    { id: 'reminders.next', label: () => words.next, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: rests, hidden: true, run: () => list.step(1) },
    { id: 'reminders.previous', label: () => words.previous, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: rests, hidden: true, run: () => list.step(-1) },
    ...WAYS.map(
      ({ way, digit, label, icon }): Action => ({
        id: `reminders.${way}`,
        label,
        icon,
        shortcuts: [{ code: `Digit${digit}` }, { code: `Numpad${digit}` }],
        group,
        when: () => rests() && list.may(way),
        run: () => list.settle(way),
      }),
    ),
    { id: 'reminders.note', label: () => words.note, icon: StickyNote, shortcuts: [{ code: 'KeyN' }], group, when: atHand, run: note },
    { id: 'reminders.move', label: () => words.move, icon: CalendarSync, shortcuts: [{ code: 'KeyM' }], group, when: atHand, run: withRow(move) },
    { id: 'reminders.cancel', label: () => words.cancel, icon: CalendarX, shortcuts: [{ code: 'Delete' }], group, when: atHand, run: withRow(cancel) },
    { id: 'reminders.before', label: () => words.dayBefore, icon: ChevronLeft, shortcuts: [{ code: 'PageUp' }], group, when: rests, run: () => list.stepDay(-1) },
    { id: 'reminders.after', label: () => words.dayAfter, icon: ChevronRight, shortcuts: [{ code: 'PageDown' }], group, when: rests, run: () => list.stepDay(1) },
    { id: 'reminders.next_open', label: () => words.nextOpenDay, icon: CalendarCheck, shortcuts: [{ code: 'KeyT' }], group, when: rests, run: () => list.show(undefined) },
  ];
}
