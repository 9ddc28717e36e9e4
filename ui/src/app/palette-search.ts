import { fold } from '$/lib/fold';
import type { Action } from './actions.svelte';

/** The actions whose name or words hold every word typed; names that start so first, otherwise as registered. */
export function matchingActions(all: readonly Action[], text: string): Action[] {
  const words = fold(text).split(' ').filter((word) => word !== '');
  const shown = all.filter((action) => !action.hidden);
  if (words.length === 0) return shown;
  return shown
    .map((action, index) => ({ action, index, name: fold(action.label()), rest: fold(action.words?.() ?? '') }))
    .filter(({ name, rest }) => words.every((word) => name.includes(word) || rest.includes(word)))
    .sort((a, b) => rank(a.name, words[0]!) - rank(b.name, words[0]!) || a.index - b.index)
    .map(({ action }) => action);
}

function rank(name: string, word: string): number {
  if (name.startsWith(word)) return 0;
  return name.includes(` ${word}`) ? 1 : 2;
}
