import { expect, it } from 'vitest';
import { Latest } from './latest';

/** A question that is answered when the test says so. */
function held(asked: string[], name: string) {
  let answer!: (value: string) => void;
  let fail!: (error: Error) => void;
  const promise = new Promise<string>((resolve, reject) => ((answer = resolve), (fail = reject)));
  return { ask: () => (asked.push(name), promise), answer: () => answer(name), fail: () => fail(new Error(name)) };
}

it('asks one at a time and gives only the newest answer', async () => {
  const latest = new Latest<string>();
  const asked: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => held(asked, name)) as [ReturnType<typeof held>, ReturnType<typeof held>, ReturnType<typeof held>];
  const answers = [latest.ask(a.ask), latest.ask(b.ask), latest.ask(c.ask)];
  expect(asked).toEqual(['a']);
  a.answer();
  c.answer();
  expect(await Promise.all(answers)).toEqual([undefined, undefined, 'c']);
  expect(asked).toEqual(['a', 'c']);
});

it('answers one after the other when nobody hurries', async () => {
  const latest = new Latest<string>();
  expect(await latest.ask(async () => 'a')).toBe('a');
  expect(await latest.ask(async () => 'b')).toBe('b');
});

it('swallows the failure of an old question and passes on that of the newest', async () => {
  const latest = new Latest<string>();
  const asked: string[] = [];
  const [a, b] = ['a', 'b'].map((name) => held(asked, name)) as [ReturnType<typeof held>, ReturnType<typeof held>];
  const first = latest.ask(a.ask);
  const second = latest.ask(b.ask);
  a.fail();
  b.fail();
  expect(await first).toBeUndefined();
  await expect(second).rejects.toThrow('b');
});

it('forgets what was dropped', async () => {
  const latest = new Latest<string>();
  const asked: string[] = [];
  const a = held(asked, 'a');
  const answer = latest.ask(a.ask);
  latest.drop();
  a.answer();
  expect(await answer).toBeUndefined();
});
