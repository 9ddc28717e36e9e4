/**
 * The ground of a column: where the doctor can be booked, where reps are received, the break between two blocks, and what
 * is closed. Everything not listed is time without hours, which the column itself draws hatched.
 */
import type { Closure, DoctorDay, WallDate } from '$/backend/bindings';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';
import type { VisibleRange } from './geometry';

export interface Region {
  kind: 'open' | 'rep' | 'online' | 'break' | 'closed';
  from: Minute;
  until: Minute;
  /** Only of `closed`. */
  closure?: Closure;
}

/** A gap longer than this is not a break but two separate sittings; it stays hatched like all time without hours. */
export const LONGEST_BREAK_MINUTES = 120;

/** A break that begins within these minutes of the day is lunch; any other is called a break. */
export const LUNCH_FROM: Minute = 11 * 60 + 30;
export const LUNCH_UNTIL: Minute = 15 * 60 + 30;

export function isLunch(region: Region): boolean {
  return region.kind === 'break' && region.from >= LUNCH_FROM && region.from < LUNCH_UNTIL;
}

/** The closures that close something of this day; an extra opening is already part of the open blocks. */
function closedParts(column: DoctorDay, range: VisibleRange): Region[] {
  return column.closures
    .filter((closure) => closure.effect === 'closed')
    .map((closure) => ({
      kind: 'closed' as const,
      from: Math.max(closure.from === null ? range.from : minutesOf(closure.from), range.from),
      until: Math.min(closure.until === null ? range.until : minutesOf(closure.until), range.until),
      closure,
    }))
    .filter((region) => region.until > region.from)
    .sort((a, b) => a.from - b.from);
}

const KIND_OF_AUDIENCE = { patient: 'open', rep: 'rep', online: 'online' } as const;

/** The regions of one column, back to front: hours, breaks, closures. */
export function regionsOf(column: DoctorDay, range: VisibleRange): Region[] {
  const hours: Region[] = column.open
    .map((span) => ({ kind: KIND_OF_AUDIENCE[span.audience], from: minutesOf(span.start), until: minutesOf(span.end) }))
    .sort((a, b) => a.from - b.from || a.until - b.until);
  const closed = closedParts(column, range);
  return [...hours, ...breaksBetween(hours, closed), ...closed];
}

function breaksBetween(hours: readonly Region[], closed: readonly Region[]): Region[] {
  const breaks: Region[] = [];
  const blocks = [...hours, ...closed].sort((a, b) => a.from - b.from);
  let end: Minute | undefined;
  let hoursBehind = false;
  for (const block of blocks) {
    const gap = end === undefined ? 0 : block.from - end;
    const touchesHours = hoursBehind || block.kind !== 'closed';
    if (end !== undefined && gap > 0 && gap <= LONGEST_BREAK_MINUTES && touchesHours) {
      breaks.push({ kind: 'break', from: end, until: block.from });
    }
    if (end === undefined || block.until >= end) hoursBehind = block.kind !== 'closed';
    end = Math.max(end ?? 0, block.until);
  }
  return breaks;
}

/** The closure that takes the whole day from this doctor, if one does. */
export function wholeDayClosure(column: DoctorDay): Closure | undefined {
  return column.closures.find((closure) => closure.effect === 'closed' && closure.from === null && closure.until === null);
}

/** Whether a closure goes on after this day. */
export function closedBeyond(closure: Closure, date: WallDate): boolean {
  return closure.last_date > date;
}

/** Whether a patient's visit could begin here as far as the doctor's hours and the closures say; the desk's check decides. */
export function opensAt(regions: readonly Region[], minute: Minute): boolean {
  const covers = (region: Region) => region.from <= minute && minute < region.until;
  return regions.some((region) => region.kind === 'open' && covers(region)) && !regions.some((region) => region.kind === 'closed' && covers(region));
}

/** What a free slot lies in, for its spoken name. */
export function groundAt(regions: readonly Region[], minute: Minute): Region['kind'] | 'shut' {
  const at = (kind: Region['kind']) => regions.some((region) => region.kind === kind && region.from <= minute && minute < region.until);
  if (at('closed')) return 'closed';
  if (at('open')) return 'open';
  if (at('online')) return 'online';
  if (at('rep')) return 'rep';
  if (at('break')) return 'break';
  return 'shut';
}
