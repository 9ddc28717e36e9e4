// How blocks of hours are said.

import type { Audience } from '$/backend';
import { timeAt } from '$/lib/dates';
import { count, dateMedium, timeRange, weekdayName } from '$/lib/format';
import { hours } from '$messages/hours';
import type { Repeat } from './recurrence';
import { isOnce, type Block } from './weekGrid.svelte';

export const AUDIENCES: readonly Audience[] = ['patient', 'rep', 'online'];

export function audienceWords(audience: Audience): string {
  return { patient: hours.patient, rep: hours.rep, online: hours.online }[audience];
}

export const spanWords = (block: Pick<Block, 'start' | 'end'>): string => timeRange(timeAt(block.start), timeAt(block.end));

/** Empty for what simply comes every week. */
export function repeatWords(block: Block): string {
  if (isOnce(block) && block.validFrom) return hours.onlyOn({ date: dateMedium(block.validFrom) });
  return ruleWords(block.repeat);
}

function ruleWords(repeat: Repeat): string {
  switch (repeat.every) {
    case 'week':
      return '';
    case 'weeks':
      return repeat.weeks === 2 ? hours.everySecond : hours.everyNWeeks({ count: repeat.weeks });
    case 'month':
      return {
        1: hours.firstOfMonth,
        2: hours.secondOfMonth,
        3: hours.thirdOfMonth,
        4: hours.fourthOfMonth,
        [-1]: hours.lastOfMonth,
      }[repeat.nth];
    case 'rule':
      return repeat.rule;
  }
}

/** The accessible name of a block. */
export function blockWords(block: Block): string {
  return hours.blockName({
    audience: audienceWords(block.audience),
    day: block.weekday ? weekdayName(block.weekday) : '',
    span: spanWords(block),
    repeat: repeatWords(block),
  });
}

/** `22.5`: hours of so many minutes. */
export const hoursOf = (minutes: number): string => count(Math.round((minutes / 60) * 10) / 10);
