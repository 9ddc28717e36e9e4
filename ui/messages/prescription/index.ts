import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const prescription = inLanguages({ en, ar });
