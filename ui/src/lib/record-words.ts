// The clinic's tables, columns and values in a reader's words. What has no word of its own is shown as it is stored: an
// audit trail leaves nothing out.

import type { ChangeLine, FieldChange, JsonValue, OperationLine } from '$/backend';
import { isWallDate, timeAt, WEEKDAYS } from '$/lib/dates';
import { count, dateMedium, moment, plainNumber, time, weekdayName } from '$/lib/format';
import { locale } from '$/lib/locale.svelte';
import { audit, auditCodes, auditFields, auditKinds, auditSettings, auditTables } from '$messages/audit';

/** What is needed to read a value: the zone of the wall, and the names of the ids that occur. */
export interface Reading {
  zone: string;
  names: Readonly<Record<string, string | undefined>>;
}

export interface FieldLine {
  field: string;
  label: string;
  before: string;
  after: string;
}

/** Minutes since midnight. */
const WALL_TIMES = new Set(['starts_at', 'ends_at', 'from_at', 'until_at', 'opens', 'closes', 'series_starts_at']);
const LENGTHS = new Set(['minutes', 'default_visit_minutes', 'summary_minutes']);
const INSTANTS = new Set([
  'created_at', 'deleted_at', 'last_login', 'confirmed_at', 'reminder_sent_at', 'arrived_at', 'started_at', 'completed_at',
  'settled_at', 'ended_at', 'called_at', 'measured_at', 'begun_at', 'expires_at', 'reviewed_at', 'issued_at', 'cancelled_at', 'fulfilled_at',
  'moved_at',
]);
const FLAGS = new Set(['documents_verified', 'active', 'must_change_password', 'email_verified', 'phone_verified', 'later_hour', 'shared_with_patient', 'seen_twice']);
/** Columns whose text is one of our codes; free text that happens to spell one is left alone. */
const CODED = new Set([
  'role', 'status', 'audience', 'effect', 'approval', 'kind', 'gender', 'cancelled_by', 'weekday', 'week_start', 'weekend_days', 'grants',
  'settlement', 'weekdays', 'urgency', 'outcome', 'severity', 'flag', 'priority', 'form', 'route', 'frequency', 'flags',
]);
const YEARS = new Set(['born_about']);
/** Said elsewhere, or of no use to a reader. */
const UNSAID = new Set(['created_at', 'merge_record', 'position', 'public_key', 'sha256', 'content_hash', 'content_key']);

export function kindWords(kind: string): string {
  return wordIn(auditKinds, kind) ?? kind;
}

/** A preference is known by its key, which is no name for a reader. */
export function subjectWords(subject: string): string {
  return wordIn(auditSettings, subject) ?? subject;
}

/** Operations about a whole clinic: the first row they wrote is not what they are about. */
const ABOUT_MANY = ['setup.', 'demo.', 'import.'];

/** Whom or what an operation was about, where it was about one. */
export function aboutWords({ kind, subject }: Pick<OperationLine, 'kind' | 'subject'>): string | undefined {
  return subject === null || ABOUT_MANY.some((prefix) => kind.startsWith(prefix)) ? undefined : subjectWords(subject);
}

/** Kinds that the desk never takes back: logins cannot be unmade, nor keys. */
const LASTING = ['session.', 'setup.', 'accounts.', 'demo.', 'import.', 'hub.'];

export function canBeUndone(operation: OperationLine): boolean {
  return !operation.undone && operation.changes.length > 0 && !LASTING.some((prefix) => operation.kind.startsWith(prefix));
}

export function tableWords(table: string): string {
  return wordIn(auditTables, table) ?? table;
}

export function fieldWords(table: string, field: string): string {
  return wordIn(auditFields, `${table}.${field}`) ?? wordIn(auditFields, field) ?? field;
}

/** The heading of one changed row: what was added, changed or taken out. A removal is soft: `deleted_at` is set. */
export function changeWords(change: ChangeLine): string {
  const what = tableWords(change.table);
  if (change.action === 'insert') return audit.added({ what });
  const removal = change.fields.find((each) => each.field === 'deleted_at');
  if (change.action === 'delete' || (removal && removal.after !== null)) return audit.removed({ what });
  if (removal && removal.after === null) return audit.added({ what });
  return audit.changed({ what });
}

/** The fields of one changed row, in words. Of a new row only what was filled in. */
export function fieldLines(change: ChangeLine, reading: Reading): FieldLine[] {
  return change.fields
    .filter((each) => !UNSAID.has(each.field) && !isEmpty(each))
    .map((each) => ({
      field: each.field,
      label: fieldWords(change.table, each.field),
      before: valueWords(each.field, each.before, reading),
      after: valueWords(each.field, each.after, reading),
    }));
}

export function valueWords(field: string, value: JsonValue, reading: Reading): string {
  if (value === null || value === '') return audit.nothing;
  if (Array.isArray(value)) {
    return value.length === 0 ? audit.nothing : value.map((each) => valueWords(field, each, reading)).join(listComma());
  }
  if (typeof value === 'object') return Object.values(value).filter((part) => part !== null && part !== '').map((part) => valueWords('', part, reading)).join(' · ');
  if (typeof value === 'boolean') return value ? audit.yes : audit.no;
  if (typeof value === 'number') return numberWords(field, value, reading);
  return textWords(field, value, reading);
}

function numberWords(field: string, value: number, { zone }: Reading): string {
  if (WALL_TIMES.has(field)) return time(timeAt(value));
  if (LENGTHS.has(field)) return audit.minutes({ count: value });
  if (INSTANTS.has(field)) return moment(value, zone);
  if (FLAGS.has(field)) return value === 0 ? audit.no : audit.yes;
  if (YEARS.has(field)) return plainNumber(value);
  return count(value);
}

function textWords(field: string, value: string, { names }: Reading): string {
  const named = names[value];
  if (named !== undefined) return named;
  if (isWallDate(value)) return dateMedium(value);
  if (field === 'key') return subjectWords(value);
  if (!CODED.has(field)) return value;
  const weekday = WEEKDAYS.find((day) => day === value);
  return weekday ? weekdayName(weekday) : (wordIn(auditCodes, value) ?? value);
}

function isEmpty({ before, after }: FieldChange): boolean {
  const nothing = (value: JsonValue) => value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return nothing(before) && nothing(after);
}

const listComma = () => (locale.language === 'ar' ? '، ' : ', ');

function wordIn(table: Readonly<Record<string, string>>, name: string): string | undefined {
  const word: unknown = Reflect.get(table, name);
  return typeof word === 'string' ? word : undefined;
}
