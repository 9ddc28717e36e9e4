import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const pharmacy = inLanguages({ en, ar });
