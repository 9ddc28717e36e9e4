import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const accounts = inLanguages({ en, ar });
