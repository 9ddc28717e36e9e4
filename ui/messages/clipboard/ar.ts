import type { Translated } from '$/lib/messages';
import type { en } from './en';

export const ar: Translated<typeof en> = {
  title: 'الحافظة',
  park: 'إلى الحافظة',
  unpark: 'إزالة من الحافظة',
  take: 'نقل من الحافظة',
  hint: 'ثم وقت متاح',
  parked: (p) => `زيارة ${p.name} في الحافظة، وتبقى في ${p.when} حتى تُنقل.`,
  takeOne: (p) => `نقل زيارة ${p.name}، وهي الآن ${p.when}`,
  takeOff: (p) => `إزالة زيارة ${p.name} من الحافظة`,
  onIt: 'في الحافظة',
  full: 'الحافظة ممتلئة: انقل زيارة منها أولًا',
  group: 'الحافظة',
};
