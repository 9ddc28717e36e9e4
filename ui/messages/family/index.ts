import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const family = inLanguages({ en, ar });
