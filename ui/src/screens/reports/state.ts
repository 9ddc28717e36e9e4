/** What the reports of this window are about. */
import { session } from '$/app/session.svelte';
import type { WallDate } from '$/backend';
import { closing } from '$/features/reports/state';
import { wallClock } from '$/lib/dates';

/** What the desk calls today; before it said so, what the clinic's wall clock says. */
export function today(): WallDate {
  return closing.report?.today ?? wallClock(session.zone).date;
}
