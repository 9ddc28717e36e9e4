import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  code: 'رمز الاسترداد',
  copy: 'نسخ',
  copied: 'تم النسخ. الصقه في مكان آمن ثم امسح الحافظة.',
  copyFailed: 'تعذّر النسخ إلى الحافظة. اكتبه على ورقة.',
  savedWhere: 'تم الحفظ. انقل الملف إلى خارج هذا الجهاز: من يفتحه يستطيع فتح بيانات العيادة.',
};
