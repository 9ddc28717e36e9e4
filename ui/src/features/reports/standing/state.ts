/** The standing reports of this window: the screen, its bar and the palette show the same. */
import { session } from '$/app/session.svelte';
import { backend } from '$/backend';
import { wallClock } from '$/lib/dates';
import type { Params } from './asked';
import type { Now } from './period';
import { StandingReport } from './report.svelte';
import { Shelf } from './shelf.svelte';

export const shelf = new Shelf(backend);
export const report = new StandingReport(backend);

/** Reports about what is planned, not about what became of it: their periods go to the end. */
const AHEAD = ['weekly_schedule', 'closed_days', 'conflicts'];

export function nowFor(name: string, site?: string): Now {
  return { today: wallClock(session.zone).date, weekStart: shelf.weekStart(site), ahead: AHEAD.includes(name) };
}

/** What was looked at last, for whoever comes back by the rail. */
let last: Params = {};
export const remember = (params: Params) => (last = params);
export const remembered = (): Params => last;
