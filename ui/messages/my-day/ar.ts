import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  title: 'يومي',
  group: 'يومي',
  today: (p) => p.day,
  waiting: (p) =>
    plural.ar(p.count, { zero: 'لا أحد ينتظر', one: 'واحد ينتظر', two: 'اثنان ينتظران', few: '# ينتظرون', many: '# ينتظرون', other: '# ينتظرون' }),
  left: (p) =>
    plural.ar(p.count, { zero: 'لا زيارات باقية', one: 'زيارة باقية', two: 'زيارتان باقيتان', few: '# زيارات باقية', many: '# زيارة باقية', other: '# زيارة باقية' }),
  late: (p) => `تأخير ${p.minutes} دقيقة`,
  changed: 'منذ آخر نظرة لك',
  changes: {
    new: (p) => `حُجز ${p.name} في ${p.time}`,
    moved: (p) => `انتقل ${p.name} من ${p.before} إلى ${p.time}`,
    gone: (p) => `أُلغي ${p.name} في ${p.before}`,
    here: (p) => `حضر ${p.name}`,
    missed: (p) => `لم يحضر ${p.name} في ${p.time}`,
  },
  agenda: 'المرضى',
  reps: 'المندوبون',
  noVisits: 'لا زيارات اليوم',
  noVisitsText: 'هنا ما حُجز لك اليوم.',
  noReps: 'لا مندوبين اليوم',
  waitsSince: (p) =>
    plural.ar(p.minutes, { zero: 'حضر الآن', one: 'ينتظر منذ دقيقة', two: 'ينتظر منذ دقيقتين', few: 'ينتظر منذ # دقائق', many: 'ينتظر منذ # دقيقة', other: 'ينتظر منذ # دقيقة' }),
  openChart: 'فتح الملف الطبي',
  startAndOpen: 'بدء الكشف وفتح الملف',
  next: 'المريض التالي في القائمة',
  previous: 'المريض السابق',
  loading: 'جارٍ قراءة اليوم…',
  failed: 'تعذرت قراءة اليوم',
};
