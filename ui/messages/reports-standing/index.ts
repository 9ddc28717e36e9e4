import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const standing = inLanguages({ en, ar });
