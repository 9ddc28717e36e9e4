// The shape both languages fill. Parameters arrive as the desk sent them, with the names replaced by those on screen.

import type { Params } from '../refusal/refusals';
import type { SpanParam } from './params';

export type VerdictSentences = {
  /** Names of the five steps, in order, and of what a rep is asked after them. */
  steps: readonly [string, string, string, string, string, string];
  /** Why it was refused, by code. */
  codes: Readonly<Record<string, (params: Params) => string>>;
  /** Worth a word and no refusal, by code. */
  warnings: Readonly<Record<string, (params: Params) => string>>;
  noClosure: string;
  closedElsewhere: (p: { closed: SpanParam[] }) => string;
  scheduled: (p: { day: string; hours: SpanParam[] }) => string;
  within: (p: SpanParam) => string;
  free: (p: { visits: number }) => string;
  capacity: (p: { booked: number; cap: number | null }) => string;
  repRules: (p: { days: number; lastMet: string | undefined }) => string;
  notReached: string;
  notReachedBut: (p: { known: string }) => string;
  pastTheEnd: (p: { minutes: number }) => string;
  firstHour: (p: { start: string }) => string;
  secondHour: (p: { start: string }) => string;
};
