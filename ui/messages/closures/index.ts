import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const closures = inLanguages({ en, ar });
