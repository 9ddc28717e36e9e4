// Visits that follow one another: booking them, looking at them first, moving and calling off the rest.

import type { RepeatUnit } from '$/backend/bindings';
import { count } from '$/lib/format';
import { plural } from '$/lib/messages';

const every: Record<RepeatUnit, (p: { every: number }) => string> = {
  day: (p) => plural.en(p.every, { one: 'every day', other: 'every # days' }),
  week: (p) => plural.en(p.every, { one: 'every week', other: 'every # weeks' }),
  month: (p) => plural.en(p.every, { one: 'every month', other: 'every # months' }),
};

const units: Record<RepeatUnit, (p: { every: number }) => string> = {
  day: (p) => plural.en(p.every, { one: 'day', other: 'days' }),
  week: (p) => plural.en(p.every, { one: 'week', other: 'weeks' }),
  month: (p) => plural.en(p.every, { one: 'month', other: 'months' }),
};

export const en = {
  group: 'Series',
  repeat: 'Repeat…',
  repeats: 'Repeats',
  onlyOnce: 'Only once',
  everyLabel: 'Every',
  unit: 'Counted in',
  units: units as Record<string, (p: { every: number }) => string>,
  every: every as Record<string, (p: { every: number }) => string>,
  ends: 'Ends',
  endsAfter: 'after',
  endsOn: 'on a day',
  visitsUnit: (p: { count: number }) => plural.en(p.count, { one: 'visit', other: 'visits' }),
  count: 'How many visits',
  until: 'Last day',
  needsPatient: 'Choose the patient, and every day of the series is checked before anything is saved.',
  looking: 'Checking each day…',
  rows: 'Days of the series',
  summary: (p: { visits: number; clashes: number }) => {
    const visits = plural.en(p.visits, { one: '# visit fits', other: '# visits fit' });
    return p.clashes === 0 ? visits : `${visits}, ${plural.en(p.clashes, { one: '# clashes', other: '# clash' })}`;
  },
  numbered: (p: { number: number }) => count(p.number),
  skip: 'Skip',
  stop: 'End before it',
  leave: 'Leave it there',
  leaveRest: 'Leave it and the rest',
  takeBack: 'Change',
  skipped: 'Skipped',
  stopped: 'Not booked',
  left: 'Stays there',
  insteadOf: (p: { when: string }) => `instead of ${p.when}`,
  from: (p: { when: string }) => `now ${p.when}`,
  fits: 'Fits',
  clashes: 'Clashes',
  noTimes: 'No free time within 90 days',
  bookAll: (p: { count: number }) => plural.en(p.count, { one: 'Book # visit', other: 'Book # visits' }),
  saidBooked: (p: { name: string; count: number; when: string }) =>
    `${p.name}: ${plural.en(p.count, { one: '# visit booked', other: '# visits booked' })}, the first ${p.when}`,
  place: (p: { number: number; total: number }) => `Visit ${count(p.number)} of ${count(p.total)}`,
  calledOff: (p: { total: number }) => plural.en(p.total, { one: 'Of a series of # visit', other: 'Of a series of # visits' }),
  next: (p: { when: string }) => `Next ${p.when}`,
  andMore: (p: { count: number }) => plural.en(p.count, { one: 'and # more', other: 'and # more' }),
  last: 'The last one',
  movedFrom: (p: { when: string }) => `Moved from ${p.when}`,
  moveRest: 'Move this and following…',
  cancelRest: 'Cancel this and following…',
  moveTitle: 'Move this and following',
  day: 'This one goes to',
  time: 'Time',
  moveHelp: 'The visits that follow keep their distance from it.',
  moveAll: (p: { count: number }) => plural.en(p.count, { one: 'Move # visit', other: 'Move # visits' }),
  saidMoved: (p: { name: string; count: number; when: string }) =>
    `${p.name}: ${plural.en(p.count, { one: '# visit moved', other: '# visits moved' })}, the first to ${p.when}`,
  cancelTitle: (p: { name: string }) => `Cancel the rest of ${p.name}’s visits`,
  cancelText: (p: { count: number; first: string; last: string }) =>
    plural.en(p.count, { one: `# visit: ${p.first}`, other: `# visits, from ${p.first} to ${p.last}` }),
  cancelAll: (p: { count: number }) => plural.en(p.count, { one: 'Cancel # visit', other: 'Cancel # visits' }),
  saidCancelled: (p: { name: string; count: number }) =>
    `${p.name}: ${plural.en(p.count, { one: '# visit cancelled', other: '# visits cancelled' })}`,
  keep: 'Keep them',
  keyRow: 'Next day of the series',
  keyRowBack: 'Previous day of the series',
  keyTake: (p: { number: number }) => `Take free time ${count(p.number)}`,
};
