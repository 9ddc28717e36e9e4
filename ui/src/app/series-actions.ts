/** The keys of a series that is looked at: they mean the row that has the focus. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import CalendarOff from '@lucide/svelte/icons/calendar-off';
import SkipForward from '@lucide/svelte/icons/skip-forward';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { seriesWords as words } from '$messages/series';
import type { Action } from './actions.svelte';
import type { SeriesPlan } from './series-plan.svelte';

/** What stands on the caps beside the ways. */
export const WAY_KEYS = { skip: 'S', stop: 'E', takeBack: 'Backspace' } as const;

export function seriesActions(plan: SeriesPlan, moving: boolean, ready: () => void): Action[] {
  const group = () => words.group;
  // On a button Enter and Space are its own.
  const atRow = () => document.activeElement?.matches('[data-series-row]') ?? false;
  const row = () => plan.current;
  const goes = () => {
    const state = row()?.state;
    return atRow() && (state === 'clashes' || state === 'fits');
  };
  const has = (number: number) => atRow() && row() !== undefined && plan.timesOf(row()!)[number - 1] !== undefined;
  const take = (number: number) => {
    const current = row();
    const free = current && plan.timesOf(current)[number - 1];
    if (current && free) plan.shift(current, free);
  };
  return [
    { id: 'series.next', label: () => words.keyRow, icon: ArrowDown, shortcuts: [{ code: 'ArrowDown' }], group, when: atRow, hidden: true, run: () => plan.step(1) },
    { id: 'series.previous', label: () => words.keyRowBack, icon: ArrowUp, shortcuts: [{ code: 'ArrowUp' }], group, when: atRow, hidden: true, run: () => plan.step(-1) },
    ...[1, 2, 3].map(
      (number): Action => ({
        id: `series.time_${number}`,
        label: () => words.keyTake({ number }),
        shortcuts: [{ code: `Digit${number}` }, { code: `Numpad${number}` }],
        group,
        when: () => has(number),
        hidden: true,
        run: () => take(number),
      }),
    ),
    {
      id: 'series.enter',
      label: () => words.keyTake({ number: 1 }),
      shortcuts: [{ code: 'Enter' }, { code: 'NumpadEnter' }],
      when: () => has(1) || (atRow() && plan.preview?.ready === true),
      hidden: true,
      run: () => (has(1) ? take(1) : ready()),
    },
    {
      id: 'series.skip',
      label: () => (moving ? words.leave : words.skip),
      icon: SkipForward,
      shortcuts: [{ code: 'KeyS' }],
      group,
      when: goes,
      hidden: true,
      run: () => plan.leave(row()!, 'skip'),
    },
    {
      id: 'series.stop',
      label: () => (moving ? words.leaveRest : words.stop),
      icon: CalendarOff,
      shortcuts: [{ code: 'KeyE' }],
      group,
      when: goes,
      hidden: true,
      run: () => plan.leave(row()!, 'stop'),
    },
    {
      id: 'series.take_back',
      label: () => words.takeBack,
      icon: Undo2,
      shortcuts: [{ code: 'Backspace' }],
      group,
      when: () => atRow() && row() !== undefined && plan.isChosen(row()!),
      hidden: true,
      run: () => plan.takeBack(row()!),
    },
  ];
}
