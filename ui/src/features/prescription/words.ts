/** How a line is said: doses, courses, what speaks against it. */
import type { DoseUnit, LineWarning, MedicineForm, MedicineHit, PrescriptionItem, PrescriptionState } from '$/backend';
import { count, digits } from '$/lib/format';
import { locale } from '$/lib/locale.svelte';
import { isolate } from '$/lib/messages';
import { prescription as words } from '$messages/prescription';

/** `½`, `1.5`, «١٫٥» */
export function doseNumber(milli: number): string {
  if (milli === 500) return words.half;
  if (milli === 250) return words.quarter;
  const number = String(milli / 1000);
  return locale.language === 'ar' ? digits(number).replace('.', '٫') : number;
}

export const doseWords = (milli: number, unit: DoseUnit): string => words.dose({ number: doseNumber(milli), unit, milli });

/** `0.5`, `½`, `1/2`, `١٫٥` in thousandths; `undefined` where it is none. */
export function readDose(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[٫,]/g, '.')
    .replace('½', '0.5')
    .replace('¼', '0.25')
    .replace('¾', '0.75');
  const fraction = /^(\d+)\/(\d+)$/.exec(plain);
  const value = fraction ? Number(fraction[1]) / Number(fraction[2]) : /^\d+(\.\d{1,3})?$/.test(plain) ? Number(plain) : Number.NaN;
  const milli = Math.round(value * 1000);
  return Number.isFinite(milli) && milli >= 1 && milli <= 1_000_000 ? milli : undefined;
}

/** One of the usual ones in the reader's language; any other words as they were written. */
export function instructionWords(text: string | null): string | null {
  if (text === null) return null;
  return words.instructions[text] ?? text;
}

export const formWords = (form: MedicineForm | null): string | null => (form === null || form === 'other' ? null : words.forms[form]);

/** `1 tablet, every 8 h, 5 days, 15` */
export function courseWords(item: PrescriptionItem): string {
  const parts = [
    doseWords(item.dose_milli, item.dose_unit),
    words.frequencies[item.frequency],
    item.days === null ? null : words.days({ count: item.days }),
    instructionWords(item.instructions),
    count(item.quantity),
  ];
  return parts.filter((part) => part !== null).join(locale.language === 'ar' ? '، ' : ', ');
}

/** What is in it, and what it is: `amoxicillin + clavulanate, tablet`. */
export function whatItIs({ generic_name, form }: Pick<PrescriptionItem | MedicineHit, 'generic_name' | 'form'>): string {
  return [generic_name === null ? null : isolate(generic_name), formWords(form)].filter((part) => part !== null).join(locale.language === 'ar' ? '، ' : ', ');
}

const familyWords = (family: string): string => words.families[family] ?? isolate(family);

/** What speaks against a line, in a sentence to stand out and one that says why. */
export function warningWords(warning: LineWarning, name: string): { title: string; why: string } {
  const against = isolate(warning.against);
  const shared = warning.by_family ? familyWords(warning.shared) : isolate(warning.shared);
  if (warning.kind === 'allergy') {
    const severity = words.severities[warning.severity ?? ''] ?? '';
    const reaction = warning.reaction === null ? '' : isolate(warning.reaction);
    return {
      title: words.allergyTitle({ allergen: against, severity, reaction }),
      why: warning.by_family ? words.allergyFamily({ name: isolate(name), shared }) : words.allergySubstance({ shared }),
    };
  }
  const why = warning.by_family ? words.duplicateFamily({ shared }) : words.duplicateSubstance({ shared });
  switch (warning.kind) {
    case 'duplicate_here':
      return { title: words.duplicateHere({ against }), why };
    case 'duplicate_taken':
      return { title: words.duplicateTaken({ against }), why };
    case 'duplicate_prescribed':
      return { title: words.duplicatePrescribed({ against, prescription: isolate(warning.prescription ?? '') }), why };
  }
}

export const STATE_TONES: Readonly<Record<PrescriptionState, 'plain' | 'accent' | 'wait' | 'good' | 'bad'>> = {
  draft: 'plain',
  submitted: 'accent',
  partly_fulfilled: 'wait',
  fulfilled: 'good',
  replaced: 'plain',
  cancelled: 'bad',
};
