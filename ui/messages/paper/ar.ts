import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  print: 'طباعة',
  save: 'حفظ بصيغة PDF',
  printing: 'جارٍ الإرسال إلى الطابعة…',
  printed: 'أُرسلت إلى الطابعة.',
  printedOn: (p) => `أُرسلت إلى الطابعة ${p.printer}.`,
  saving: 'جارٍ إعداد ملف PDF…',
  saved: 'تم الحفظ.',
};
