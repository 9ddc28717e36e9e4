// Words about a visit that the board, the queue and the booking panel share.

import type { CancelledBy } from '$/backend/bindings';
import type { VisitLook } from '$/app/visit-look';
import type { VisitStep } from '$/app/visit-steps';
import { count } from '$/lib/format';
import { plural } from '$/lib/messages';

const looks: Record<VisitLook, string> = {
  scheduled: 'Scheduled',
  confirmed: 'Confirmed',
  arrived: 'Arrived',
  in_consultation: 'In consultation',
  completed: 'Completed',
  no_show: 'No-show',
  clash: 'Clash',
  holder: 'Holder',
  overbooked: 'Overbooked',
  rep: 'Rep visit',
};

const steps: Record<VisitStep, string> = {
  confirm: 'Confirm',
  arrive: 'Arrive',
  start: 'Start',
  complete: 'Complete',
  no_show: 'No-show',
  cancel: 'Cancel…',
  move: 'Move',
};

/** Said when it was done: "Hany Mikhail arrived". */
const done: Record<VisitStep, (p: { name: string }) => string> = {
  confirm: (p) => `${p.name}: confirmed`,
  arrive: (p) => `${p.name} arrived`,
  start: (p) => `${p.name}: consultation started`,
  complete: (p) => `${p.name}: visit completed`,
  no_show: (p) => `${p.name} did not come`,
  cancel: (p) => `${p.name}: visit cancelled`,
  move: (p) => `${p.name} moved`,
};

const cancelledBy: Record<CancelledBy, string> = {
  patient: 'The patient',
  doctor: 'The doctor',
  clinic: 'The clinic',
  system: 'The system',
};

export const en = {
  looks: looks as Record<string, string>,
  steps: steps as Record<string, string>,
  done: done as Record<string, (p: { name: string }) => string>,
  cancelledBy: cancelledBy as Record<string, string>,
  /** Prefix of a doctor's name, by the title kept with it. */
  titles: { Dr: 'Dr', Prof: 'Prof' } as Record<string, string>,
  anyDoctor: 'Any doctor',
  minutes: (p: { minutes: number }) => `${count(p.minutes)} min`,
  /** Spelled out, for what is heard. */
  minutesSpoken: (p: { minutes: number }) => plural.en(p.minutes, { one: '# minute', other: '# minutes' }),
  fromTo: (p: { from: string; until: string }) => `${p.from} to ${p.until}`,
  years: (p: { years: number }) => plural.en(p.years, { one: '# year', other: '# years' }),
  born: 'Born',
  bornOn: (p: { date: string; years: number | null }) => (p.years === null ? p.date : `${p.date} (${count(p.years)})`),
  bornAbout: (p: { year: string }) => `about ${p.year}`,
  age: 'Age',
  phone: 'Phone',
  file: 'File',
  lastVisit: 'Last visit',
  seen: (p: { date: string }) => `seen ${p.date}`,
  noVisitYet: 'none yet',
  unknown: 'not known',
  noShowsRunning: (p: { count: number }) => plural.en(p.count, { one: 'Missed the last visit', other: 'Missed the last # visits' }),
  noShows: (p: { count: number }) => plural.en(p.count, { one: '# no-show in 12 months', other: '# no-shows in 12 months' }),
  here: 'Here',
  /** Things one after another. */
  listed: (parts: readonly string[]) => parts.join(', '),
};
