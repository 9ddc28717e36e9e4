import { count } from '$/lib/format';
import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  step: (p) => `الخطوة ${count(p.step)} من ${count(p.of)}`,
  clinicTitle: 'تجهيز العيادة',
  clinicText: 'دقيقة أو دقيقتان. كل ما هنا يمكن تغييره لاحقًا من الإعدادات.',
  clinicName: 'اسم العيادة',
  clinicNameExample: 'عيادات النور',
  siteName: 'اسم هذا الفرع',
  siteNameExample: 'الدقي',
  country: 'البلد',
  countryHint: 'يملأ الباقي بالمعتاد فيه.',
  timeZone: 'المنطقة الزمنية',
  currency: 'العملة',
  weekStart: 'يبدأ الأسبوع يوم',
  weekend: 'العطلة الأسبوعية',
  language: 'اللغة',
  next: 'التالي',
  back: 'رجوع',

  adminTitle: 'من يدير العيادة؟',
  adminText: 'الحساب الأول لمدير النظام، وتُضاف بقية الحسابات بعد الدخول.',
  fullName: 'الاسم بالكامل',
  username: 'اسم المستخدم',
  usernameHint: 'لتسجيل الدخول. حروف وأرقام دون مسافات.',
  password: 'كلمة المرور',
  passwordAgain: 'كلمة المرور مرة أخرى',
  create: 'إنشاء العيادة',
  creating: 'جارٍ تشفير قاعدة البيانات الجديدة…',

  codeTitle: 'احتفظ برمز الاسترداد',
  codeText:
    'إذا ضاعت كل كلمات المرور فهذا الرمز هو السبيل الوحيد للدخول. لا يملكه أحد غيرك ولا يُعرض إلا الآن. اطبعه أو اكتبه واحفظه في مكان آمن بعيدًا عن هذا الجهاز.',
  codeLabel: 'رمز الاسترداد',
  copy: 'نسخ',
  copied: 'تم النسخ. الصقه في مكان آمن ثم امسح الحافظة.',
  copyFailed: 'تعذّر النسخ إلى الحافظة. اكتبه على ورقة.',
  print: 'طباعة',
  typedBack: 'اكتبه مرة أخرى للتأكد',
  typedBackHint: 'لا فرق بين الأحرف الكبيرة والصغيرة، ولا أثر للمسافات والشرطات.',
  confirm: 'احتفظت به، متابعة',
  lostTitle: 'لم يُؤكَّد رمز الاسترداد',
  lostText: 'اكتب الرمز الذي ظهر لك. إن ضاع فاطلب رمزًا جديدًا، وعندها يتوقف القديم عن العمل.',
  newCode: 'رمز استرداد جديد',
  loginFirst: 'سجّل الدخول بحساب المدير للمتابعة.',
};
