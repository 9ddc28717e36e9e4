import { fold } from '$/lib/fold';
import type { Action } from './actions.svelte';

/**
 * The actions whose name or words hold every word typed: names that start so first, then those that end with it ("Go to Patients" before
 * "Patients per day" of the reports), otherwise as registered.
 */
export function matchingActions(all: readonly Action[], text: string): Action[] {
  const words = fold(text).split(' ').filter((word) => word !== '');
  const shown = all.filter((action) => !action.hidden);
  if (words.length === 0) return shown;
  return shown
    .map((action, index) => ({ action, index, name: fold(action.label()), rest: fold(action.words?.() ?? '') }))
    .filter(({ name, rest }) => words.every((word) => name.includes(word) || rest.includes(word)))
    .map((found) => ({ ...found, rank: rank(found.name, words) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ action }) => action);
}

function rank(name: string, words: readonly string[]): number {
  if (name.startsWith(words[0]!)) return 0;
  if (name.endsWith(` ${words.join(' ')}`)) return 1;
  return name.includes(` ${words[0]!}`) ? 2 : 3;
}
