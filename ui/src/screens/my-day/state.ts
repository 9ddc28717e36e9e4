/** A doctor's own day, as this window shows it. */
import { DraftKeeper } from '$/app/draft-keeper.svelte';
import { backend } from '$/backend';
import type { Look } from '$/features/my-day/changes';
import { MyDay } from '$/features/my-day/day.svelte';

export const SCREEN = 'my-day';

/** One of its own for each time the screen is shown: what was seen is the account's, and kept with its drafts. */
export function myDayOfAccount(): MyDay {
  const kept = new DraftKeeper<Look>('seen:my-day');
  return new MyDay(backend, { last: () => kept.look(), keep: (look) => kept.keep(look) });
}
