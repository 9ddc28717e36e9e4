import type { ReminderState } from '$/backend/bindings';
import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

const states: Record<ReminderState, string> = {
  to_call: 'مطلوب الاتصال',
  no_answer: 'لم يرد',
  later: 'الاتصال لاحقًا',
  reminded: 'تم التذكير',
  confirmed: 'أكّد الحضور',
};

export const ar: Translated<typeof en> = {
  title: 'التذكير',
  group: 'التذكير',
  open: 'فتح قائمة التذكير',
  countOpen: (p) =>
    plural.ar(p.count, {
      zero: 'لا أحد يحتاج إلى تذكير ليوم العمل التالي',
      one: 'مريض واحد يحتاج إلى تذكير ليوم العمل التالي',
      two: 'مريضان يحتاجان إلى تذكير ليوم العمل التالي',
      few: '# مرضى يحتاجون إلى تذكير ليوم العمل التالي',
      many: '# مريضًا يحتاجون إلى تذكير ليوم العمل التالي',
      other: '# مريض يحتاجون إلى تذكير ليوم العمل التالي',
    }),
  rows: 'من يحتاج إلى تذكير، بترتيب الوقت',
  none: 'لا زيارات منتظرة في هذا اليوم',
  noneText: 'كل من له زيارة في هذا اليوم يظهر هنا للاتصال به وتذكيره بها.',
  noneHere: 'لا زيارات منتظرة عند هذا الطبيب في هذا اليوم',
  failed: 'تعذرت قراءة قائمة التذكير',
  day: 'اليوم',
  dayBefore: 'اليوم السابق',
  dayAfter: 'اليوم التالي',
  nextOpenDay: 'يوم العمل التالي',
  forDoctor: 'الزيارات عند',
  everyDoctor: 'كل الأطباء',
  done: (p) => `تم ${p.done} من ${p.total}`,
  time: 'الوقت',
  patient: 'المريض',
  phone: 'الهاتف والسبب',
  doctor: 'الطبيب',
  call: 'التذكير',
  minutes: (p) => plural.ar(p.count, { zero: '# د', one: '# د', two: '# د', few: '# د', many: '# د', other: '# د' }),
  noPhone: 'بلا هاتف',
  morePhones: (p) =>
    plural.ar(p.count, { zero: 'لا غيره', one: 'وآخر', two: 'وآخران', few: 'و# أخرى', many: 'و# آخر', other: 'و# آخر' }),
  reminded: 'تم التذكير',
  confirmed: 'سيحضر',
  noAnswer: 'لم يرد',
  later: 'الاتصال لاحقًا',
  move: 'موعد آخر',
  cancel: 'إلغاء الزيارة…',
  note: 'ملاحظة',
  notePlaceholder: 'ما قيل في المكالمة (اختياري)',
  states,
  called: { reached: 'تم الرد', no_answer: 'لم يرد', later: 'الاتصال لاحقًا' },
  calledAt: (p) => `${p.what}، ${p.when}`,
  tried: (p) =>
    plural.ar(p.count, {
      zero: 'بلا محاولات',
      one: 'محاولة واحدة',
      two: 'محاولتان',
      few: '# محاولات',
      many: '# محاولة',
      other: '# محاولة',
    }),
  by: (p) => `اتصل ${p.who}`,
  next: 'التالي في القائمة',
  previous: 'السابق في القائمة',
  saidReminded: (p) => `تم تذكير ${p.name}`,
  saidConfirmed: (p) => `${p.name} سيحضر`,
  saidNoAnswer: (p) => `${p.name}: لم يرد`,
  saidLater: (p) => `${p.name}: الاتصال لاحقًا`,
};
