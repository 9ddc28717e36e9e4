import type { StepReport, Verdict, Warning } from '$/backend/bindings';
import { weekdayName } from '$/lib/format';
import { locale } from '$/lib/locale.svelte';
import { isolate } from '$/lib/messages';
import { number, text, type Params } from '../refusal/refusals';
import { ar } from './ar';
import { en } from './en';
import { spanOf, spansOf, weekdayOf } from './params';

const tables = { en, ar };

export const verdictWords = () => tables[locale.language];

/** What the sentence needs besides the desk's parameters: names as they stand on the screen, and what was asked. */
export type AskedFor = { doctor: string; minutes: number; date: string };

/** Why it was refused, in one sentence. */
export function refusalOf(verdict: Pick<Verdict, 'code' | 'params'>, asked: AskedFor): string {
  const { params, code } = verdict;
  const doctor = params.doctor === undefined ? {} : { doctor: asked.doctor };
  const name = params.of === 'doctor' ? { name: asked.doctor } : {};
  return tables[locale.language].codes[code]?.({ minutes: asked.minutes, date: asked.date, ...params, ...doctor, ...name }) ?? isolate(code);
}

export function warningOf({ code, params }: Warning): string {
  return tables[locale.language].warnings[code]?.(params) ?? isolate(code);
}

/** The quiet line under a step that passed or was not reached. */
export function stepLine({ step, outcome, params }: StepReport): string {
  const words = tables[locale.language];
  if (outcome === 'not_reached') return step === 5 && 'booked' in params ? words.notReachedBut({ known: capacity(params) }) : words.notReached;
  switch (step) {
    case 1: {
      const closed = spansOf(params, 'closures');
      return closed.length === 0 ? words.noClosure : words.closedElsewhere({ closed });
    }
    case 2: {
      const day = weekdayOf(params);
      return words.scheduled({ day: day ? weekdayName(day) : '', hours: spansOf(params, 'hours') });
    }
    case 3:
      return words.within(spanOf(params) ?? { start: '', end: '' });
    case 4:
      return words.free({ visits: number(params, 'visits') });
    case 6:
      return words.repRules({ days: number(params, 'least_days_between'), lastMet: text(params, 'last_met') || undefined });
    default:
      return capacity(params);
  }
}

function capacity(params: Params): string {
  return tables[locale.language].capacity({ booked: number(params, 'booked'), cap: params.cap === null ? null : number(params, 'cap') });
}
