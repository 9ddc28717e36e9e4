import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const documents = inLanguages({ en, ar });
