// جملة لكل رفض، حسب رمزه.

import type { Refusals } from './refusals';

export const ar: Refusals = {
  unknown: (code) => `تعذّر التنفيذ (${code}).`,
  fault: (incident) => `حدث خطأ ولم يتغيّر شيء. أبلغ الدعم بهذا الرقم: ${incident}`,
  codes: {
    'desk.unreachable': () => 'المكتب لا يستجيب. حاول مرة أخرى.',
    'command.unknown': () => 'هذا الإصدار لا يعرف هذا الأمر.',
    'command.not_built': () => 'هذا ليس في هذا الإصدار بعد.',
    'permission.denied': () => 'هذا الحساب لا يملك صلاحية ذلك.',
    'session.required': () => 'سجّل الدخول أولًا.',
    'session.locked': () => 'الشاشة مقفلة. افتحها أولًا.',
    'input.invalid': () => 'بعض الحقول تحتاج إلى تصحيح.',
    not_found: () => 'لم يعد موجودًا، ربما حذفه شخص آخر.',
  },
  fields: {
    required: () => 'مطلوب',
    format: () => 'الصيغة غير صحيحة',
    too_long: () => 'أطول من اللازم',
    too_short: () => 'أقصر من اللازم',
    unknown_field: () => 'غير معروف في هذا الإصدار',
  },
};
