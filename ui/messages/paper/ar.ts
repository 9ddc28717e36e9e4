import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  titles: { agenda: 'طباعة جدول اليوم', closing_report: 'طباعة تقرير الإغلاق', slip: 'طباعة بطاقة موعد', rebook_list: 'طباعة قائمة إعادة الحجز' },
  printAgenda: 'طباعة جدول اليوم',
  printReport: 'طباعة التقرير',
  printSlip: 'طباعة بطاقة الموعد',
  printRebookList: 'طباعة القائمة',
  whose: 'لمن',
  allDoctors: 'كل الأطباء، لكل طبيب صفحة',
  format: 'الورق',
  formats: { a5: 'A5', strip: 'شريط ٨٠ مم' },
  language: 'اللغة',
  print: 'طباعة',
  save: 'حفظ بصيغة PDF',
  printing: 'جارٍ الإرسال إلى الطابعة…',
  printed: 'أُرسلت إلى الطابعة.',
  printedOn: (p) => `أُرسلت إلى الطابعة ${p.printer}.`,
  saving: 'جارٍ إعداد ملف PDF…',
  saved: 'تم الحفظ.',
};
