import { count } from '$/lib/format';
import { plural, type Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  looks: {
    scheduled: 'محجوز',
    confirmed: 'مؤكد',
    arrived: 'حضر',
    in_consultation: 'داخل الكشف',
    completed: 'انتهت',
    no_show: 'لم يحضر',
    clash: 'تعارض',
    holder: 'الأسبق',
    overbooked: 'حجز زائد',
    rep: 'زيارة مندوب',
  },
  steps: {
    confirm: 'تأكيد',
    arrive: 'حضور',
    start: 'دخول',
    complete: 'إنهاء',
    no_show: 'لم يحضر',
    cancel: 'إلغاء…',
    move: 'نقل',
  },
  done: {
    confirm: (p) => `${p.name}: تم التأكيد`,
    arrive: (p) => `${p.name}: تم تسجيل الحضور`,
    start: (p) => `${p.name}: دخل الكشف`,
    complete: (p) => `${p.name}: انتهت الزيارة`,
    no_show: (p) => `${p.name}: سُجّل عدم الحضور`,
    cancel: (p) => `${p.name}: أُلغيت الزيارة`,
    move: (p) => `${p.name}: نُقل الموعد`,
  },
  cancelledBy: {
    patient: 'المريض',
    doctor: 'الطبيب',
    clinic: 'العيادة',
    system: 'النظام',
  },
  titles: { Dr: 'د.', Prof: 'أ.د.' },
  anyDoctor: 'أي طبيب',
  minutes: (p) => `${count(p.minutes)} د`,
  minutesSpoken: (p) =>
    plural.ar(p.minutes, { zero: '# دقيقة', one: 'دقيقة واحدة', two: 'دقيقتان', few: '# دقائق', many: '# دقيقة', other: '# دقيقة' }),
  fromTo: (p) => `من ${p.from} إلى ${p.until}`,
  years: (p) =>
    plural.ar(p.years, { zero: 'أقل من سنة', one: 'سنة واحدة', two: 'سنتان', few: '# سنوات', many: '# سنة', other: '# سنة' }),
  born: 'الميلاد',
  bornOn: (p) => (p.years === null ? p.date : `${p.date} (${count(p.years)})`),
  bornAbout: (p) => `نحو ${p.year}`,
  age: 'السن',
  phone: 'الهاتف',
  file: 'الملف',
  lastVisit: 'آخر زيارة',
  seen: (p) => `زار ${p.date}`,
  noVisitYet: 'لا توجد بعد',
  unknown: 'غير معروف',
  noShowsRunning: (p) =>
    plural.ar(p.count, {
      zero: 'لم يفوّت شيئًا',
      one: 'لم يحضر آخر زيارة',
      two: 'لم يحضر آخر زيارتين',
      few: 'لم يحضر آخر # زيارات',
      many: 'لم يحضر آخر # زيارة',
      other: 'لم يحضر آخر # زيارة',
    }),
  noShows: (p) =>
    plural.ar(p.count, {
      zero: 'لم يتغيب خلال ١٢ شهرًا',
      one: 'لم يحضر مرة خلال ١٢ شهرًا',
      two: 'لم يحضر مرتين خلال ١٢ شهرًا',
      few: 'لم يحضر # مرات خلال ١٢ شهرًا',
      many: 'لم يحضر # مرة خلال ١٢ شهرًا',
      other: 'لم يحضر # مرة خلال ١٢ شهرًا',
    }),
  here: 'حضر',
  listed: (parts) => parts.join('، '),
};
