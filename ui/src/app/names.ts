/** Names as the screen writes them: a doctor's in the script of the language on screen, and short forms for tight places. */
import type { DoctorDay, Specialty } from '$/backend/bindings';
import { locale } from '$/lib/locale.svelte';
import { visitWords } from '$messages/visit';

type Doctor = Pick<DoctorDay, 'full_name' | 'second_name' | 'title'>;

const ARABIC = /\p{Script=Arabic}/u;

/** The name in the script of the screen, where the doctor has one in it. */
function inScript({ full_name, second_name }: Doctor): string {
  const fits = (name: string) => ARABIC.test(name) === (locale.language === 'ar');
  return !fits(full_name) && second_name !== null && fits(second_name) ? second_name : full_name;
}

function titled(doctor: Doctor, name: string): string {
  if (doctor.title === null) return name;
  return `${visitWords.titles[doctor.title.replace(/\.$/, '')] ?? doctor.title} ${name}`;
}

/** `Dr Karim Naguib`, «د. كريم نجيب» */
export function doctorName(doctor: Doctor): string {
  return titled(doctor, inScript(doctor));
}

/** `Dr Karim`, «د. كريم» */
export function doctorShort(doctor: Doctor): string {
  return titled(doctor, inScript(doctor).split(/\s+/)[0] ?? '');
}

/** A field of medicine in the language of the screen. */
export function specialtyName({ name, name_ar }: Pick<Specialty, 'name' | 'name_ar'>): string {
  return locale.language === 'ar' ? (name_ar ?? name) : name;
}

/** `Hala Sobhy` → `Hala S.`, «هالة صبحي» → «هالة ص»: for half a column. */
export function patientShort(name: string): string {
  const [given = '', ...rest] = name.trim().split(/\s+/);
  const last = rest.at(-1);
  if (last === undefined) return given;
  const initial = [...last.replace(/^ال(?=..)/, '')][0] ?? '';
  return `${given} ${initial}${ARABIC.test(initial) ? '' : '.'}`;
}
