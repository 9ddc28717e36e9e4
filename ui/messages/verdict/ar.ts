import type { VerdictSentences } from './sentences';
import { count, dateShort, time, weekdayName } from '$/lib/format';
import { isolate, plural } from '$/lib/messages';
import { number, text } from '../refusal/refusals';
import { spanOf, spansOf, visitOf, weekdayOf } from './params';

const span = (start: string, end: string) => `من ${time(start)} إلى ${time(end)}`;
const hours = (spans: readonly { start: string; end: string }[]) => spans.map(({ start, end }) => span(start, end)).join(' و');
const minutes = (n: number) =>
  plural.ar(n, {
    zero: '# دقيقة لا تكفي',
    one: 'دقيقة واحدة لا تكفي',
    two: 'دقيقتان لا تكفيان',
    few: '# دقائق لا تكفي',
    many: '# دقيقة لا تكفي',
    other: '# دقيقة لا تكفي',
  });
const visits = (n: number) =>
  plural.ar(n, { zero: 'لا زيارات', one: 'زيارة واحدة', two: 'زيارتان', few: '# زيارات', many: '# زيارة', other: '# زيارة' });

export const ar: VerdictSentences = {
  steps: ['مفتوح', 'له مواعيد', 'داخل المواعيد', 'خالٍ', 'السعة تكفي'],
  codes: {
    'booking.closed': (p) => {
      const part = spanOf(p);
      const wholeDay = !part || (part.start === '00:00' && part.end === '24:00');
      const last = text(p, 'last_date');
      const when = !wholeDay
        ? span(part.start, part.end)
        : last !== '' && last !== text(p, 'date')
          ? `حتى ${dateShort(last)}`
          : 'طوال اليوم';
      return `مغلق ${when}، ${isolate(text(p, 'name'))}: ${isolate(text(p, 'reason'))}`;
    },
    'booking.not_scheduled': (p) => {
      const day = weekdayOf(p);
      const kind = p.audience === 'online' ? 'لا مواعيد عن بُعد' : 'لا مواعيد';
      return `${kind} عند ${isolate(text(p, 'doctor'))}${day ? ` يوم ${weekdayName(day)}` : ' في هذا اليوم'}`;
    },
    'booking.outside_hours': (p) => {
      const doctor = isolate(text(p, 'doctor'));
      const ends = text(p, 'ends');
      if (ends !== '') return `${minutes(number(p, 'minutes'))}: مواعيد ${doctor} تنتهي ${time(ends)}`;
      return `خارج مواعيد ${doctor}: ${hours(spansOf(p, 'hours'))}`;
    },
    'booking.slot_taken': (p) => {
      const visit = visitOf(p);
      if (!visit) return 'هذا الوقت محجوز لزيارة أخرى';
      return `محجوز ${span(visit.start, visit.end)}: ${isolate(visit.name)}${visit.kind === 'rep_visit' ? ' (مندوب)' : ''}`;
    },
    'booking.day_full': (p) =>
      `اكتمل يوم ${isolate(text(p, 'doctor'))}: ${count(number(p, 'booked'))} من ${count(number(p, 'cap'))} محجوزة`,
    'booking.time_missing': (p) => {
      const missing = spanOf(p, 'missing');
      return missing ? `تتقدم الساعة: الوقت ${span(missing.start, missing.end)} غير موجود في هذا اليوم` : 'هذا الوقت غير موجود في هذا اليوم';
    },
    'booking.time_twice': (p) => {
      const twice = spanOf(p, 'twice');
      return twice ? `تتأخر الساعة: الوقت ${span(twice.start, twice.end)} يتكرر مرتين. أيهما؟` : 'هذا الوقت يتكرر مرتين في هذا اليوم. أيهما؟';
    },
  },
  warnings: {
    patient_elsewhere: (p) => `له موعد آخر مع ${isolate(text(p, 'doctor'))} ${span(text(p, 'start'), text(p, 'end'))}`,
    in_the_past: () => 'هذا الوقت مضى',
  },
  noClosure: 'لا إغلاق في هذا اليوم',
  closedElsewhere: (p) => `مغلق فقط ${hours(p.closed)}`,
  scheduled: (p) => `${p.day}: ${hours(p.hours)}`,
  within: (p) => span(p.start, p.end),
  free: (p) => (p.visits === 0 ? 'لا زيارات أخرى في هذا اليوم' : `في اليوم ${visits(p.visits)}، ولا تعارض`),
  capacity: (p) => (p.cap === null ? `${count(p.booked)} محجوزة، دون حد` : `${count(p.booked)} من ${count(p.cap)} محجوزة`),
  notReached: 'لم يُفحص بعد',
  notReachedBut: (p) => `لم يُفحص بعد؛ ${p.known}`,
  pastTheEnd: (p) => `${count(p.minutes)} د بعد النهاية`,
  firstHour: (p) => `${time(p.start)} الأولى`,
  secondHour: (p) => `${time(p.start)} الثانية`,
};
