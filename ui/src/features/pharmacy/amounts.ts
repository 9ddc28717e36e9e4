// How much of a medicine, in the words of the screen.

import type { Medicine } from '$/backend';
import { count } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { pharmacy } from '$messages/pharmacy';

/** `240 tablet`: the unit as the clinic writes it. */
export function amount(quantity: number, unit: string): string {
  return pharmacy.amount({ count: count(quantity), unit: isolate(unit) });
}

export type Level = 'out' | 'below' | 'fine';

export function levelOf({ stock, minimum_stock }: Pick<Medicine, 'stock' | 'minimum_stock'>): Level {
  if (stock <= 0) return minimum_stock > 0 || stock < 0 ? 'out' : 'fine';
  return stock < minimum_stock ? 'below' : 'fine';
}

/** `500 mg · Tablet · paracetamol` */
export function aboutMedicine({ strength, form, generic_name }: Pick<Medicine, 'strength' | 'form' | 'generic_name'>): string {
  const parts = [strength === null ? null : isolate(strength), pharmacy.forms[form] ?? form, generic_name === null ? null : isolate(generic_name)];
  return parts.filter((part) => part !== null).join(' · ');
}
