// What is asked of a report, and how it stands in the address: `#/reports?report=occupancy&period=last_month`. So back works, a
// reload comes back to it, and whoever goes to the board and returns finds the same filters. A period that has a name is kept by its
// name, or this week would be last week on a desk that is never closed.

import { isWallDate } from '$/lib/dates';
import { presetOf, presetPeriod, PRESETS, type Now, type Period } from './period';

export interface Asked extends Period {
  report: string;
  site: string | undefined;
  doctor: string | undefined;
  threshold: number | undefined;
  /** Held against the period before. */
  against: boolean;
  /** The figure that is opened. */
  row: string | undefined;
  column: string | undefined;
  /** Only the table. */
  table: boolean;
}

const DEFAULT = 'this_month';

export type Params = Readonly<Record<string, string>>;

/** What an address asks for; what it leaves open is this month, all sites and all doctors. */
export function readAsked(params: Params, now: Now): Asked {
  const { from, to } = params;
  const given = from !== undefined && to !== undefined && isWallDate(from) && isWallDate(to) && from <= to;
  const named = PRESETS.find((preset) => preset === params.period) ?? DEFAULT;
  const threshold = Number(params.threshold);
  return {
    report: params.report ?? '',
    ...(given ? { from, to } : presetPeriod(named, now)),
    site: params.site,
    doctor: params.doctor,
    threshold: params.threshold !== undefined && Number.isInteger(threshold) && threshold >= 0 ? threshold : undefined,
    against: params.against === 'before',
    row: params.row,
    column: params.column,
    table: params.look === 'table',
  };
}

export function toParams(asked: Asked, now: Now): Record<string, string | undefined> {
  const preset = presetOf(asked, now);
  return {
    report: asked.report,
    period: preset === DEFAULT ? undefined : preset,
    from: preset === undefined ? asked.from : undefined,
    to: preset === undefined ? asked.to : undefined,
    site: asked.site,
    doctor: asked.doctor,
    threshold: asked.threshold === undefined ? undefined : String(asked.threshold),
    against: asked.against ? 'before' : undefined,
    look: asked.table ? 'table' : undefined,
    row: asked.row,
    column: asked.column,
  };
}
