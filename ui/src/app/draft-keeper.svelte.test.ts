import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, type Backend } from '$/backend';
import { DraftKeeper } from './draft-keeper.svelte';

/** What the desk keeps, and the answer to the first question, which a test gives when it wants to. */
let kept: object | undefined;
let answer: (() => void) | undefined;
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  kept = undefined;
  asked = [];
  const call = async (name: string, input: { body?: object }): Promise<unknown> => {
    asked.push(name);
    if (name === 'drafts.save') kept = input.body;
    if (name === 'drafts.discard') kept = undefined;
    if (name !== 'drafts.list') return {};
    // A busy desk: it looks only when its turn has come.
    await new Promise<void>((come) => (answer = come));
    return { drafts: kept ? [{ name: 'patient', body: kept }] : [] };
  };
  connect({ call: call as Backend['call'], onChange: () => () => undefined });
});
afterEach(() => vi.useRealTimers());

const letTimePass = () => vi.advanceTimersByTimeAsync(1_000);

test('what is typed before the desk has answered is not taken for an earlier draft', async () => {
  const draft = new DraftKeeper<object>('patient');
  const looked = draft.look();
  draft.keep({ name: 'Half Typed' });
  await letTimePass();
  answer!();
  expect(await looked).toBeNull();
  expect(draft.found).toBeNull();
  await letTimePass();
  expect(kept).toEqual({ name: 'Half Typed' });
  expect(draft.status).toBe('kept');
});

test('an earlier draft is found, though something is typed meanwhile', async () => {
  kept = { name: 'Earlier' };
  const draft = new DraftKeeper<object>('patient');
  const looked = draft.look();
  draft.keep({ name: 'Half Typed' });
  await letTimePass();
  answer!();
  expect(await looked).toEqual({ name: 'Earlier' });
});

test('what was given up while the desk was asked is not kept after all', async () => {
  const draft = new DraftKeeper<object>('patient');
  const looked = draft.look();
  draft.keep({ name: 'Half Typed' });
  await letTimePass();
  await draft.discard();
  answer!();
  await looked;
  await letTimePass();
  expect(kept).toBeUndefined();
  expect(asked).not.toContain('drafts.save');
});
