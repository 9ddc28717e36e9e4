import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { actions, useActions, type Action } from './actions.svelte';

const action = (id: string): Action => ({ id, label: () => id, run: () => undefined });

it('registers for as long as a component lives, beside others that do the same', () => {
  let shown = $state(true);
  const stop = $effect.root(() => {
    useActions(() => [action('always')]);
    useActions(() => (shown ? [action('sometimes')] : []));
  });
  flushSync();
  expect(actions.all.map(({ id }) => id)).toEqual(['always', 'sometimes']);
  shown = false;
  flushSync();
  expect(actions.all.map(({ id }) => id)).toEqual(['always']);
  stop();
  expect(actions.all).toEqual([]);
});
