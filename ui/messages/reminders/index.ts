import { inLanguages } from '$/lib/messages';
import { ar } from './ar';
import { en } from './en';

export const reminders = inLanguages({ en, ar });
