import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  whoIsHere: 'من على المكتب؟',
  chooseAccount: 'اختر اسمك واكتب كلمة المرور.',
  lockedByHand: 'الشاشة مقفلة. كل شيء كما تركته.',
  lockedByIdling: (p) =>
    plural.ar(p.minutes, {
      zero: 'أُقفلت الشاشة لعدم الاستخدام. كل شيء كما تركته.',
      one: 'أُقفلت الشاشة بعد دقيقة بلا استخدام. كل شيء كما تركته.',
      two: 'أُقفلت الشاشة بعد دقيقتين بلا استخدام. كل شيء كما تركته.',
      few: 'أُقفلت الشاشة بعد # دقائق بلا استخدام. كل شيء كما تركته.',
      many: 'أُقفلت الشاشة بعد # دقيقة بلا استخدام. كل شيء كما تركته.',
      other: 'أُقفلت الشاشة بعد # دقيقة بلا استخدام. كل شيء كما تركته.',
    }),
  lockedSince: (p) =>
    plural.ar(p.minutes, {
      zero: 'أُقفل الآن',
      one: 'أُقفل منذ دقيقة',
      two: 'أُقفل منذ دقيقتين',
      few: 'أُقفل منذ # دقائق',
      many: 'أُقفل منذ # دقيقة',
      other: 'أُقفل منذ # دقيقة',
    }),
  accounts: 'الحسابات',
  password: 'كلمة المرور',
  passwordOf: (p) => `كلمة مرور ${p.name}`,
  unlock: 'فتح',
  login: 'دخول',
  drafts: (p) =>
    plural.ar(p.count, {
      zero: 'لا مسودات',
      one: 'مسودة محفوظة',
      two: 'مسودتان محفوظتان',
      few: '# مسودات محفوظة',
      many: '# مسودة محفوظة',
      other: '# مسودة محفوظة',
    }),
  heldFor: (p) =>
    plural.ar(p.seconds, {
      zero: 'محاولات كثيرة. يمكنك المحاولة الآن.',
      one: 'محاولات كثيرة. انتظر ثانية واحدة.',
      two: 'محاولات كثيرة. انتظر ثانيتين.',
      few: 'محاولات كثيرة. انتظر # ثوانٍ.',
      many: 'محاولات كثيرة. انتظر # ثانية.',
      other: 'محاولات كثيرة. انتظر # ثانية.',
    }),
  forgotten: 'نسيت كلمة المرور؟ يمنحك المدير كلمة لمرة واحدة، أو',
  useRecoveryCode: 'استخدم رمز الاسترداد',
  encrypted: 'مشفّر على هذا الجهاز',
  worksOffline: 'يعمل دون إنترنت',
  keyChoose: 'اختيار',
  keyMove: 'تنقّل',
  keyEnter: 'فتح',
  keyEnterLogin: 'دخول',
  keyClear: 'مسح',
  username: 'اسم المستخدم',

  mustChangeTitle: 'اختر كلمة مرور خاصة بك',
  mustChangeText: 'الكلمة التي استلمتها تصلح لمرة واحدة فقط.',
  currentPassword: 'كلمة المرور الحالية',
  oneTimePassword: 'كلمة المرور التي استلمتها',
  newPassword: 'كلمة المرور الجديدة',
  repeatPassword: 'كلمة المرور الجديدة مرة أخرى',
  passwordRule: '١٢ حرفًا على الأقل، والأفضل عدة كلمات تتذكرها.',
  passwordsDiffer: 'الكلمتان غير متطابقتين',
  savePassword: 'حفظ كلمة المرور',
  passwordChanged: 'تم تغيير كلمة المرور',

  recoverTitle: 'الدخول برمز الاسترداد',
  recoverText: 'طُبع هذا الرمز عند تجهيز العيادة، وبه تُعيَّن كلمة مرور جديدة لحساب واحد.',
  recoveryCode: 'رمز الاسترداد',
  recoveryCodeHint: 'لا فرق بين الأحرف الكبيرة والصغيرة، ولا أثر للمسافات والشرطات.',
  recover: 'تعيين كلمة المرور والدخول',
  back: 'رجوع',
};
