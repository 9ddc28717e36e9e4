import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

/** What stands on a prescription, in words that more than one screen reads. */
export const dosage = inLanguages({ en, ar });
