// What the five steps of a booking say: a sentence for each refusal, and a quiet line for each step.

import type { VerdictSentences } from './sentences';
import { count, dateMedium, dateShort, time, weekdayName } from '$/lib/format';
import { isolate, plural } from '$/lib/messages';
import { number, text, type Params } from '../refusal/refusals';
import { spanOf, spansOf, visitOf, weekdayOf } from './params';

const span = (start: string, end: string) => `${time(start)} to ${time(end)}`;
const hours = (spans: readonly { start: string; end: string }[]) => spans.map(({ start, end }) => span(start, end)).join(' and ');
const minutes = (n: number) => plural.en(n, { one: '# minute does', other: '# minutes do' });
/** From when on it would be allowed, where the desk found a day. */
const next = (p: Params) => (text(p, 'next_date') === '' ? '' : `. Next: ${dateMedium(text(p, 'next_date'))}`);

export const en: VerdictSentences = {
  steps: ['Open', 'Scheduled', 'Within hours', 'Free', 'Capacity left', 'Rules for reps'],
  codes: {
    'booking.closed': (p) => {
      const part = spanOf(p);
      const wholeDay = !part || (part.start === '00:00' && part.end === '24:00');
      const last = text(p, 'last_date');
      const when = !wholeDay ? span(part.start, part.end) : last !== '' && last !== text(p, 'date') ? `until ${dateShort(last)}` : 'all day';
      return `${isolate(text(p, 'name'))} is closed ${when}: ${isolate(text(p, 'reason'))}`;
    },
    'booking.not_scheduled': (p) => {
      const day = weekdayOf(p);
      return `${isolate(text(p, 'doctor'))} has no ${p.audience === 'online' ? 'online hours' : 'hours'}${day ? ` on ${weekdayName(day)}` : ' that day'}`;
    },
    'booking.outside_hours': (p) => {
      const doctor = isolate(text(p, 'doctor'));
      const ends = text(p, 'ends');
      if (ends !== '') return `${minutes(number(p, 'minutes'))} not fit: ${doctor}’s hours end at ${time(ends)}`;
      return `Outside ${doctor}’s hours: ${hours(spansOf(p, 'hours'))}`;
    },
    'booking.slot_taken': (p) => {
      const visit = visitOf(p);
      if (!visit) return 'Another visit holds this time';
      return `${isolate(visit.name)}${visit.kind === 'rep_visit' ? ' (rep)' : ''} has ${span(visit.start, visit.end)}`;
    },
    'booking.day_full': (p) =>
      `${isolate(text(p, 'doctor'))}’s day is full: ${count(number(p, 'booked'))} of ${count(number(p, 'cap'))} booked${next(p)}`,
    'booking.time_missing': (p) => {
      const missing = spanOf(p, 'missing');
      return missing ? `The clock goes forward: ${span(missing.start, missing.end)} does not exist that day` : 'This time does not exist that day';
    },
    'booking.time_twice': (p) => {
      const twice = spanOf(p, 'twice');
      return twice ? `The clock goes back: ${span(twice.start, twice.end)} comes twice. Which one?` : 'This time comes twice that day. Which one?';
    },
    'rep.blocked': (p) => {
      const reason = text(p, 'reason');
      return `${isolate(text(p, 'rep'))} is not let in until the end of ${dateMedium(text(p, 'until'))}${reason === '' ? '' : `: ${isolate(reason)}`}`;
    },
    'rep.credential_expired': (p) => `${isolate(text(p, 'rep'))}’s credential ran out on ${dateMedium(text(p, 'expired'))}`,
    'rep_rule.notice_too_short': (p) =>
      `${isolate(text(p, 'name'))} wants ${plural.en(number(p, 'hours'), { one: '# hour', other: '# hours' })} of notice${next(p)}`,
    'rep_rule.too_far_ahead': (p) =>
      `${isolate(text(p, 'name'))} books reps ${plural.en(number(p, 'days'), { one: '# day', other: '# days' })} ahead, until ${dateMedium(text(p, 'last'))}${next(p)}`,
    'rep_rule.too_soon_again': (p) =>
      `${isolate(text(p, 'rep'))} is with ${isolate(text(p, 'doctor'))} on ${dateMedium(text(p, 'met'))}, and ${plural.en(number(p, 'days'), { one: '# day', other: '# days' })} must lie between${next(p)}`,
    'rep_rule.day_full': (p) =>
      `${isolate(text(p, 'name'))} takes ${plural.en(number(p, 'most'), { one: '# rep visit', other: '# rep visits' })} a day, and ${count(number(p, 'booked'))} are booked${next(p)}`,
    'rep_rule.company_week_full': (p) =>
      `${isolate(text(p, 'company'))} has its ${plural.en(number(p, 'most'), { one: '# visit', other: '# visits' })} of the week until ${dateMedium(text(p, 'last'))}${next(p)}`,
  },
  warnings: {
    rep_elsewhere: (p) => `Also with ${isolate(text(p, 'doctor'))}, ${span(text(p, 'start'), text(p, 'end'))}`,
    patient_elsewhere: (p) => `Also with ${isolate(text(p, 'doctor'))}, ${span(text(p, 'start'), text(p, 'end'))}`,
    in_the_past: () => 'This time is past',
  },
  noClosure: 'No closure that day',
  closedElsewhere: (p) => `Closed only ${hours(p.closed)}`,
  scheduled: (p) => `${p.day}: ${hours(p.hours)}`,
  within: (p) => span(p.start, p.end),
  free: (p) => (p.visits === 0 ? 'No other visit that day' : `None of the day’s ${plural.en(p.visits, { one: '# visit', other: '# visits' })} in the way`),
  capacity: (p) => (p.cap === null ? `${count(p.booked)} booked, no limit` : `${count(p.booked)} of ${count(p.cap)} booked`),
  repRules: (p) =>
    [
      p.days === 0 ? 'No days needed between visits' : plural.en(p.days, { one: '# day between visits', other: '# days between visits' }),
      p.lastMet === undefined ? 'never met' : `met ${dateMedium(p.lastMet)}`,
    ].join(', '),
  notReached: 'Not reached',
  notReachedBut: (p) => `Not reached; ${p.known}`,
  pastTheEnd: (p) => `${count(p.minutes)} min past the end`,
  firstHour: (p) => `The first ${time(p.start)}`,
  secondHour: (p) => `The second ${time(p.start)}`,
};
