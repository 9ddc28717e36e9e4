import type { RepeatUnit } from '$/backend/bindings';
import { count } from '$/lib/format';
import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

const every: Record<RepeatUnit, (p: { every: number }) => string> = {
  day: (p) =>
    plural.ar(p.every, { zero: 'كل # يوم', one: 'كل يوم', two: 'كل يومين', few: 'كل # أيام', many: 'كل # يومًا', other: 'كل # يوم' }),
  week: (p) =>
    plural.ar(p.every, {
      zero: 'كل # أسبوع',
      one: 'كل أسبوع',
      two: 'كل أسبوعين',
      few: 'كل # أسابيع',
      many: 'كل # أسبوعًا',
      other: 'كل # أسبوع',
    }),
  month: (p) =>
    plural.ar(p.every, { zero: 'كل # شهر', one: 'كل شهر', two: 'كل شهرين', few: 'كل # أشهر', many: 'كل # شهرًا', other: 'كل # شهر' }),
};

const units: Record<RepeatUnit, (p: { every: number }) => string> = {
  day: (p) => plural.ar(p.every, { zero: 'يوم', one: 'يوم', two: 'يوم', few: 'أيام', many: 'يومًا', other: 'يوم' }),
  week: (p) => plural.ar(p.every, { zero: 'أسبوع', one: 'أسبوع', two: 'أسبوع', few: 'أسابيع', many: 'أسبوعًا', other: 'أسبوع' }),
  month: (p) => plural.ar(p.every, { zero: 'شهر', one: 'شهر', two: 'شهر', few: 'أشهر', many: 'شهرًا', other: 'شهر' }),
};

const fitting = (n: number) =>
  plural.ar(n, {
    zero: 'لا زيارة مناسبة',
    one: 'زيارة واحدة مناسبة',
    two: 'زيارتان مناسبتان',
    few: '# زيارات مناسبة',
    many: '# زيارة مناسبة',
    other: '# زيارة مناسبة',
  });

export const ar: Translated<typeof en> = {
  group: 'السلسلة',
  repeat: 'تكرار…',
  repeats: 'التكرار',
  onlyOnce: 'مرة واحدة فقط',
  everyLabel: 'كل',
  unit: 'تُحسب بـ',
  units: units as Record<string, (p: { every: number }) => string>,
  every: every as Record<string, (p: { every: number }) => string>,
  ends: 'تنتهي',
  endsAfter: 'بعد',
  endsOn: 'في يوم',
  visitsUnit: (p) => plural.ar(p.count, { zero: 'زيارة', one: 'زيارة', two: 'زيارة', few: 'زيارات', many: 'زيارة', other: 'زيارة' }),
  count: 'عدد الزيارات',
  until: 'آخر يوم',
  needsPatient: 'اختر المريض، فيُفحص كل يوم من السلسلة قبل حفظ أي شيء.',
  looking: 'جارٍ فحص كل يوم…',
  rows: 'أيام السلسلة',
  summary: (p) => {
    const fit = fitting(p.visits);
    const clash = plural.ar(p.clashes, {
      zero: '',
      one: 'واحدة متعارضة',
      two: 'اثنتان متعارضتان',
      few: '# متعارضة',
      many: '# متعارضة',
      other: '# متعارضة',
    });
    return p.clashes === 0 ? fit : `${fit}، و${clash}`;
  },
  numbered: (p) => count(p.number),
  skip: 'تخطٍّ',
  stop: 'الانتهاء قبلها',
  leave: 'تبقى مكانها',
  leaveRest: 'تبقى هي وما بعدها',
  takeBack: 'تغيير',
  skipped: 'متخطّاة',
  stopped: 'لا تُحجز',
  left: 'تبقى مكانها',
  insteadOf: (p) => `بدلًا من ${p.when}`,
  from: (p) => `الآن ${p.when}`,
  fits: 'مناسبة',
  clashes: 'متعارضة',
  noTimes: 'لا وقت متاح خلال ٩٠ يومًا',
  bookAll: (p) =>
    plural.ar(p.count, {
      zero: 'لا شيء للحجز',
      one: 'حجز زيارة واحدة',
      two: 'حجز زيارتين',
      few: 'حجز # زيارات',
      many: 'حجز # زيارة',
      other: 'حجز # زيارة',
    }),
  saidBooked: (p) => `${p.name}: حُجزت ${bookedCount(p.count)}، أولها ${p.when}`,
  place: (p) => `الزيارة ${count(p.number)} من ${count(p.total)}`,
  calledOff: (p) =>
    plural.ar(p.total, {
      zero: 'من سلسلة أُلغيت كلها',
      one: 'من سلسلة من زيارة واحدة',
      two: 'من سلسلة من زيارتين',
      few: 'من سلسلة من # زيارات',
      many: 'من سلسلة من # زيارة',
      other: 'من سلسلة من # زيارة',
    }),
  next: (p) => `التالية ${p.when}`,
  andMore: (p) =>
    plural.ar(p.count, { zero: 'لا غيرها', one: 'وأخرى', two: 'وأخريان', few: 'و# أخرى', many: 'و# أخرى', other: 'و# أخرى' }),
  last: 'الأخيرة',
  movedFrom: (p) => `نُقلت من ${p.when}`,
  moveRest: 'نقل هذه وما بعدها…',
  cancelRest: 'إلغاء هذه وما بعدها…',
  moveTitle: 'نقل هذه وما بعدها',
  day: 'تنتقل هذه إلى',
  time: 'الوقت',
  moveHelp: 'تحتفظ الزيارات التالية بالفواصل نفسها.',
  moveAll: (p) =>
    plural.ar(p.count, {
      zero: 'لا شيء للنقل',
      one: 'نقل زيارة واحدة',
      two: 'نقل زيارتين',
      few: 'نقل # زيارات',
      many: 'نقل # زيارة',
      other: 'نقل # زيارة',
    }),
  saidMoved: (p) => `${p.name}: نُقلت ${bookedCount(p.count)}، أولها إلى ${p.when}`,
  cancelTitle: (p) => `إلغاء بقية زيارات ${p.name}`,
  cancelText: (p) =>
    plural.ar(p.count, {
      zero: 'لا زيارات',
      one: `زيارة واحدة: ${p.first}`,
      two: `زيارتان، من ${p.first} إلى ${p.last}`,
      few: `# زيارات، من ${p.first} إلى ${p.last}`,
      many: `# زيارة، من ${p.first} إلى ${p.last}`,
      other: `# زيارة، من ${p.first} إلى ${p.last}`,
    }),
  cancelAll: (p) =>
    plural.ar(p.count, {
      zero: 'لا شيء للإلغاء',
      one: 'إلغاء زيارة واحدة',
      two: 'إلغاء زيارتين',
      few: 'إلغاء # زيارات',
      many: 'إلغاء # زيارة',
      other: 'إلغاء # زيارة',
    }),
  saidCancelled: (p) => `${p.name}: أُلغيت ${bookedCount(p.count)}`,
  keep: 'إبقاؤها',
  keyRow: 'اليوم التالي من السلسلة',
  keyRowBack: 'اليوم السابق من السلسلة',
  keyTake: (p) => `اختيار الوقت المتاح ${count(p.number)}`,
};

function bookedCount(n: number): string {
  return plural.ar(n, {
    zero: 'لا زيارات',
    one: 'زيارة واحدة',
    two: 'زيارتان',
    few: '# زيارات',
    many: '# زيارة',
    other: '# زيارة',
  });
}
