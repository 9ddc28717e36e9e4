import { count } from '$/lib/format';
import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  close: 'إغلاق',
  notices: 'إشعارات',
  showPassword: 'إظهار كلمة المرور',
  hidePassword: 'إخفاء كلمة المرور',
  chooseDate: 'فتح التقويم',
  previousMonth: 'الشهر السابق',
  nextMonth: 'الشهر التالي',
  today: 'اليوم',
  noMatch: 'لا نتائج',
  choose: 'اختر',
  dateNotUnderstood: 'ليس تاريخًا. جرّب ٢٤/١١ أو الثلاثاء أو ‎+٢س',
  timeNotUnderstood: 'ليس وقتًا. جرّب ٩٣٠ أو ٩:٣٠',
  dateTooEarly: (p) => `لا يسبق ${p.first}`,
  dateTooLate: (p) => `لا يتجاوز ${p.last}`,
  numberWrong: (p) =>
    p.max >= Number.MAX_SAFE_INTEGER
      ? `عدد صحيح، ${count(p.min)} أو أكثر`
      : `عدد صحيح من ${count(p.min)} إلى ${count(p.max)}`,
};
