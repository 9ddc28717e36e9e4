import type { DoseUnit, Frequency, PrescriptionState } from '$/backend/bindings';
import type { Translated } from '$/lib/messages';
import type { en } from './en';

const states: Record<PrescriptionState, string> = {
  draft: 'مسودة',
  submitted: 'أُرسلت',
  partly_fulfilled: 'صُرف بعضها',
  fulfilled: 'صُرفت',
  replaced: 'حلّت محلها أخرى',
  cancelled: 'ملغاة',
};
const frequencies: Record<Frequency, string> = {
  daily: 'مرة يوميًا',
  morning: 'كل صباح',
  night: 'كل مساء',
  twice: 'مرتين يوميًا',
  thrice: '٣ مرات يوميًا',
  four_times: '٤ مرات يوميًا',
  every_4h: 'كل ٤ س',
  every_6h: 'كل ٦ س',
  every_8h: 'كل ٨ س',
  every_12h: 'كل ١٢ س',
  weekly: 'مرة أسبوعيًا',
  once: 'مرة واحدة',
  as_needed: 'عند اللزوم',
};
const instructions: Record<string, string> = {
  after_food: 'بعد الأكل',
  before_food: 'قبل الأكل',
  with_food: 'مع الأكل',
  empty_stomach: 'على الريق',
  before_sleep: 'قبل النوم',
  with_water: 'مع الماء',
};
const units: Record<DoseUnit, string> = {
  tablet: 'قرص',
  capsule: 'كبسولة',
  ml: 'مل',
  spoon: 'ملعقة',
  drop: 'نقطة',
  spray: 'بخة',
  puff: 'شفطة',
  suppository: 'لبوسة',
  sachet: 'كيس',
  injection: 'حقنة',
  patch: 'لصقة',
  application: 'دهان',
  piece: 'قطعة',
};
const severities: Record<string, string> = { mild: 'خفيفة', moderate: 'متوسطة', severe: 'شديدة' };
const families: Record<string, string> = {
  penicillin: 'البنسلينات',
  cephalosporin: 'السيفالوسبورينات',
  sulfonamide: 'مركبات السلفا',
  nsaid: 'مضادات الالتهاب غير الستيرويدية',
  macrolide: 'الماكروليدات',
  quinolone: 'الكينولونات',
  tetracycline: 'التتراسيكلينات',
  statin: 'الستاتينات',
  ace_inhibitor: 'مثبطات الإنزيم المحوّل للأنجيوتنسين',
  sartan: 'السارتانات',
  beta_blocker: 'حاصرات بيتا',
  ppi: 'مثبطات مضخة البروتون',
  benzodiazepine: 'البنزوديازيبينات',
  triptan: 'التريبتانات',
};

export const ar: Translated<typeof en> = {
  states,
  frequencies,
  instructions,
  severities,
  families,
  dose: (p) => `${p.number} ${units[p.unit]}`,
};
