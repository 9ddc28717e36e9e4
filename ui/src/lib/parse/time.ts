// A time as a person types it: `930`, `9:30`, `9.30`, `9`, `2pm`, `2:15 pm`, `٩:٣٠`, `٢ م`, `٩ ص`.

import type { WallTime } from '$/backend/bindings';
import { timeAt } from '../dates';
import { toLatinDigits } from './digits';

/**
 * `undefined` when it is no time of day. `24:00` is one only where something ends (`allowMidnightEnd`).
 */
export function parseTime(text: string, allowMidnightEnd: 'start' | 'end' = 'start'): WallTime | undefined {
  const plain = toLatinDigits(text).trim().toLowerCase().replace(/[.,٫٬،]/g, ':');
  const found = /^(\d{1,2}):?(\d{2})?\s*(am|pm|a|p|ص|م|صباحا|صباحًا|مساء|مساءً)?$/.exec(plain);
  if (!found) return undefined;
  let hours = Number(found[1]);
  const minutes = Number(found[2] ?? 0);
  const half = found[3];
  if (minutes > 59) return undefined;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^(p|م)/.test(half) ? 12 : 0);
  }
  const total = hours * 60 + minutes;
  const last = allowMidnightEnd === 'end' ? 1440 : 1439;
  return total <= last ? timeAt(total) : undefined;
}
