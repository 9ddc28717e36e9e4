/** Where a visit goes that is taken elsewhere by the keys or the pointer. Pure: the columns and the place it is held at go in. */
import type { Minute } from '$/lib/minute';
import type { CursorStep } from './cursor';
import { SLOT_MINUTES, SNAP_MINUTES, snapDown, snapNear, type VisibleRange } from './geometry';
import { isSame, type Place, type Slot } from './place';

/** The start under a pointer that holds the visit `grip` minutes below its start. */
export function startUnder(minute: Minute, grip: number, length: number, range: VisibleRange): Minute {
  return within(snapNear(minute - grip, SNAP_MINUTES), length, range);
}

/** A slot earlier or later, a column before or after, or to an end of the day. */
export function stepped(to: Slot, step: CursorStep, columns: readonly Place[], length: number, range: VisibleRange): Slot {
  const { from } = to;
  const index = columns.findIndex((column) => isSame(column, to));
  const onGrid = snapDown(from, SLOT_MINUTES);
  // Where it is on its way to other columns there is nothing beside it yet.
  const beside = (by: number) => (index === -1 ? to : { ...to, ...columns[index + by] });
  const target: Record<CursorStep, Slot> = {
    earlier: { ...to, from: from > onGrid ? onGrid : from - SLOT_MINUTES },
    later: { ...to, from: onGrid + SLOT_MINUTES },
    first: { ...to, from: range.from },
    last: { ...to, from: range.until - length },
    before: beside(-1),
    after: beside(1),
  };
  const { doctor, date, from: start } = target[step];
  return { doctor, date, from: within(start, length, range) };
}

function within(start: Minute, length: number, range: VisibleRange): Minute {
  return Math.min(Math.max(start, range.from), range.until - length);
}
