import { count } from '$/lib/format';
import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  hereNow: 'الموجودون الآن',
  waiting: 'في الانتظار',
  inside: 'داخل الكشف',
  repsHere: 'مندوبون موجودون',
  dueAt: (p) => `موعدهم ${p.time}`,
  more: (p) =>
    plural.ar(p.count, { zero: 'لا آخرين', one: 'واحد آخر', two: 'اثنان آخران', few: '# آخرون', many: '# آخرون', other: '# آخرون' }),
  longest: (p) => `الأطول ${p.wait}`,
  since: (p) => `منذ ${p.time}`,
  countWaiting: (p) =>
    plural.ar(p.count, { zero: 'لا أحد ينتظر', one: 'واحد ينتظر', two: 'اثنان ينتظران', few: '# ينتظرون', many: '# ينتظرون', other: '# ينتظرون' }),
  countInside: (p) => `${count(p.count)} داخل الكشف`,
  countReps: (p) =>
    plural.ar(p.count, { zero: 'لا مندوبين', one: 'مندوب واحد', two: 'مندوبان', few: '# مندوبين', many: '# مندوبًا', other: '# مندوب' }),
  nobody: 'لا أحد في الانتظار',
  nobodyText: 'كل من يحضر يظهر هنا، والأطول انتظارًا أولًا.',
  notToday: 'يظهر الانتظار ليوم اليوم فقط',
  min: 'د',
};
