// Reading the parameters of a verdict. The desk sends JSON; what is not there or has another shape reads as nothing.

import type { WallTime, Weekday } from '$/backend/bindings';
import { WEEKDAYS } from '$/lib/dates';
import { text, type Params } from '../refusal/refusals';

export type SpanParam = { start: WallTime; end: WallTime };

function asSpan(value: unknown): SpanParam | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end } = value as Record<string, unknown>;
  return typeof start === 'string' && typeof end === 'string' ? { start, end } : undefined;
}

/** `{start, end}` of the parameters themselves, or of the named one. */
export function spanOf(params: Params, name?: string): SpanParam | undefined {
  return asSpan(name === undefined ? params : params[name]);
}

export function spansOf(params: Params, name: string): SpanParam[] {
  const value = params[name];
  return Array.isArray(value) ? value.map(asSpan).filter((span) => span !== undefined) : [];
}

export function weekdayOf(params: Params): Weekday | undefined {
  return WEEKDAYS.find((day) => day === params.weekday);
}

/** The visit that stands in the way. */
export function visitOf(params: Params): (SpanParam & { name: string; kind: string; id: string }) | undefined {
  const span = spanOf(params, 'visit');
  if (!span) return undefined;
  const visit = params.visit as Params;
  return { ...span, name: text(visit, 'name'), kind: text(visit, 'kind'), id: text(visit, 'id') };
}
