import type { VerdictSentences } from './sentences';
import { count, dateMedium, dateShort, time, weekdayName } from '$/lib/format';
import { isolate, plural } from '$/lib/messages';
import { number, text, type Params } from '../refusal/refusals';
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
const days = (n: number) =>
  plural.ar(n, { zero: '# يوم', one: 'يوم واحد', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' });
const hoursOf = (n: number) =>
  plural.ar(n, { zero: '# ساعة', one: 'ساعة واحدة', two: 'ساعتين', few: '# ساعات', many: '# ساعة', other: '# ساعة' });
/** أول يوم مسموح به، إن وُجد. */
const next = (p: Params) => (text(p, 'next_date') === '' ? '' : `. أقرب يوم: ${dateMedium(text(p, 'next_date'))}`);

export const ar: VerdictSentences = {
  steps: ['مفتوح', 'له مواعيد', 'داخل المواعيد', 'خالٍ', 'السعة تكفي', 'قواعد المندوبين'],
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
      `اكتمل يوم ${isolate(text(p, 'doctor'))}: ${count(number(p, 'booked'))} من ${count(number(p, 'cap'))} محجوزة${next(p)}`,
    'booking.time_missing': (p) => {
      const missing = spanOf(p, 'missing');
      return missing ? `تتقدم الساعة: الوقت ${span(missing.start, missing.end)} غير موجود في هذا اليوم` : 'هذا الوقت غير موجود في هذا اليوم';
    },
    'booking.time_twice': (p) => {
      const twice = spanOf(p, 'twice');
      return twice ? `تتأخر الساعة: الوقت ${span(twice.start, twice.end)} يتكرر مرتين. أيهما؟` : 'هذا الوقت يتكرر مرتين في هذا اليوم. أيهما؟';
    },
    'rep.blocked': (p) => {
      const reason = text(p, 'reason');
      return `دخول ${isolate(text(p, 'rep'))} ممنوع حتى نهاية ${dateMedium(text(p, 'until'))}${reason === '' ? '' : `: ${isolate(reason)}`}`;
    },
    'rep.credential_expired': (p) => `انتهى تصريح ${isolate(text(p, 'rep'))} في ${dateMedium(text(p, 'expired'))}`,
    'rep_rule.notice_too_short': (p) => `تشترط قاعدة ${isolate(text(p, 'name'))} الحجز قبل الزيارة بـ${hoursOf(number(p, 'hours'))}${next(p)}`,
    'rep_rule.too_far_ahead': (p) =>
      `لا يُحجز للمندوبين أبعد من ${days(number(p, 'days'))}، أي بعد ${dateMedium(text(p, 'last'))} (قاعدة ${isolate(text(p, 'name'))})${next(p)}`,
    'rep_rule.too_soon_again': (p) =>
      `لـ${isolate(text(p, 'rep'))} زيارة عند ${isolate(text(p, 'doctor'))} في ${dateMedium(text(p, 'met'))}، ولا بد من ${days(number(p, 'days'))} بين الزيارتين${next(p)}`,
    'rep_rule.day_full': (p) =>
      `الحد ${visits(number(p, 'most'))} للمندوبين في اليوم (قاعدة ${isolate(text(p, 'name'))})، والمحجوز ${count(number(p, 'booked'))}${next(p)}`,
    'rep_rule.company_week_full': (p) =>
      `استوفت ${isolate(text(p, 'company'))} حدها في هذا الأسبوع، وهو ${visits(number(p, 'most'))}، حتى ${dateMedium(text(p, 'last'))}${next(p)}`,
  },
  warnings: {
    rep_elsewhere: (p) => `له زيارة أخرى عند ${isolate(text(p, 'doctor'))} ${span(text(p, 'start'), text(p, 'end'))}`,
    patient_elsewhere: (p) => `له موعد آخر مع ${isolate(text(p, 'doctor'))} ${span(text(p, 'start'), text(p, 'end'))}`,
    in_the_past: () => 'هذا الوقت مضى',
  },
  noClosure: 'لا إغلاق في هذا اليوم',
  closedElsewhere: (p) => `مغلق فقط ${hours(p.closed)}`,
  scheduled: (p) => `${p.day}: ${hours(p.hours)}`,
  within: (p) => span(p.start, p.end),
  free: (p) => (p.visits === 0 ? 'لا زيارات أخرى في هذا اليوم' : `في اليوم ${visits(p.visits)}، ولا تعارض`),
  capacity: (p) => (p.cap === null ? `${count(p.booked)} محجوزة، دون حد` : `${count(p.booked)} من ${count(p.cap)} محجوزة`),
  repRules: (p) =>
    [
      p.days === 0 ? 'لا يُشترط فاصل بين الزيارات' : `${days(p.days)} بين الزيارتين على الأقل`,
      p.lastMet === undefined ? 'لم تسبق له زيارة' : `آخر زيارة ${dateMedium(p.lastMet)}`,
    ].join('، '),
  notReached: 'لم يُفحص بعد',
  notReachedBut: (p) => `لم يُفحص بعد؛ ${p.known}`,
  pastTheEnd: (p) => `${count(p.minutes)} د بعد النهاية`,
  firstHour: (p) => `${time(p.start)} الأولى`,
  secondHour: (p) => `${time(p.start)} الثانية`,
};
