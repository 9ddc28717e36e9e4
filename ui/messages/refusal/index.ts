import type { FieldProblem, RefusalError } from '$/backend';
import { isolate } from '$/lib/messages';
import { locale } from '$/lib/locale.svelte';
import { ar } from './ar';
import { en } from './en';

const tables = { en, ar };

/** What a refusal or a fault means, as a sentence. */
export function sentenceFor(refusal: Pick<RefusalError, 'code' | 'params' | 'incident'>): string {
  const table = tables[locale.language];
  if (refusal.incident !== null) return table.fault(isolate(refusal.incident));
  return table.codes[refusal.code]?.(refusal.params) ?? table.unknown(isolate(refusal.code));
}

/** What is wrong with a field, as a sentence; `undefined` when nothing is. */
export function sentenceForField(problem: FieldProblem | undefined): string | undefined {
  if (!problem) return undefined;
  const table = tables[locale.language];
  return table.fields[problem.code]?.(problem.params) ?? table.unknown(isolate(problem.code));
}
