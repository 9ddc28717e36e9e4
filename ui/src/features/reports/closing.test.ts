import { expect, test } from 'vitest';
import type { ClosingReport } from '$/backend';
import { Closing } from './closing.svelte';

const report = (date: string) =>
  ({ date, open: { visits: [{}, {}], rep_visits: [{}], worklists: [{ open: 3 }, { open: 1 }], attention: 2 } }) as unknown as ClosingReport;

function desk() {
  const asked: string[] = [];
  let fails = false;
  const call = async (_name: string, input: { date: string }) => {
    asked.push(input.date);
    if (fails) throw new Error('no desk');
    return report(input.date);
  };
  return { asked, fail: (is: boolean) => (fails = is), backend: { call } as never };
}

test('days follow one another', async () => {
  const { asked, backend } = desk();
  const closing = new Closing(backend);
  await closing.step(1);
  await closing.show('2026-11-30');
  await closing.step(1);
  await closing.step(-2);
  expect(asked).toEqual(['2026-11-30', '2026-12-01', '2026-11-29']);
  expect(closing.report?.date).toBe('2026-11-29');
});

test('every visit to rebook counts as open, not every list', async () => {
  const { backend } = desk();
  const closing = new Closing(backend);
  expect(closing.openCount).toBe(0);
  await closing.show('2026-11-24');
  expect(closing.openCount).toBe(2 + 1 + 4 + 2);
});

test('what failed is told, and gone with the next answer', async () => {
  const { backend, fail } = desk();
  const closing = new Closing(backend);
  fail(true);
  await closing.show('2026-11-24');
  expect(closing.failure).toBeInstanceOf(Error);
  fail(false);
  await closing.reload();
  expect(closing.failure).toBeUndefined();
});
