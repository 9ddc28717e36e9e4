import { inLanguages } from '$/lib/messages';
import * as ar from './ar';
import * as en from './en';

export const audit = inLanguages({ en: en.sentences, ar: ar.sentences });
export const auditKinds = inLanguages({ en: en.kinds, ar: ar.kinds });
export const auditGroups = inLanguages({ en: en.groups, ar: ar.groups });
export const auditTables = inLanguages({ en: en.tables, ar: ar.tables });
export const auditFields = inLanguages({ en: en.fields, ar: ar.fields });
export const auditCodes = inLanguages({ en: en.codes, ar: ar.codes });
export const auditSettings = inLanguages({ en: en.settings, ar: ar.settings });
