import { beforeEach, expect, it } from 'vitest';
import type { SeriesChoice, SeriesPreview, SeriesRow } from '$/backend';
import { SeriesPlan } from './series-plan.svelte';

const DAYS = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15'];
/** Closed, and offered the day after instead. */
const CLOSED = ['2026-12-01', '2026-12-15'];

/** A desk in small: what is closed clashes until something is chosen. */
function answer(choices: readonly SeriesChoice[]): SeriesPreview {
  const stop = choices.find(({ way }) => way === 'stop')?.planned;
  const rows = DAYS.map((planned): SeriesRow => {
    const choice = choices.find((each) => each.planned === planned);
    const closed = CLOSED.includes(planned);
    const verdict = {
      ok: !closed,
      step: closed ? 1 : null,
      code: closed ? 'booking.closed' : 'ok',
      params: {},
      suggestions: closed ? ['09:00', '09:15', '09:30', '09:45'].map((start) => ({ doctor_id: 'salma', date: planned, start, minutes: 15 })) : [],
      warnings: [],
      steps: [],
      may_overbook: false,
    };
    const row = { planned, date: planned, start: '10:30', moves: null };
    if (stop !== undefined && planned >= stop) return { ...row, state: 'stopped', verdict: null };
    if (choice?.way === 'skip') return { ...row, state: 'skipped', verdict: null };
    if (choice?.way === 'shift') return { ...row, start: choice.start ?? '10:30', state: 'shifted', verdict: { ...verdict, ok: true } };
    return { ...row, state: closed ? 'clashes' : 'fits', verdict };
  });
  const count = (...states: SeriesRow['state'][]) => rows.filter(({ state }) => states.includes(state)).length;
  return { rows, visits: count('fits', 'shifted'), clashes: count('clashes'), ready: count('clashes') === 0, doctor_id: 'salma', minutes: 15 };
}

let plan: SeriesPlan;
let asked: SeriesChoice[][];

beforeEach(async () => {
  plan = new SeriesPlan();
  asked = [];
  plan.show(async (choices) => {
    asked.push(choices);
    return answer(choices);
  });
  await plan.settled();
});

const row = (planned: string) => plan.rows.find((each) => each.planned === planned)!;

it('stands at the first day that needs a choice and goes to the next when one was made', async () => {
  expect(plan.current?.planned).toBe('2026-12-01');
  expect(plan.timesOf(plan.current!)).toHaveLength(3);
  plan.shift(plan.current!, plan.timesOf(plan.current!)[1]!);
  await plan.settled();
  expect(row('2026-12-01')).toMatchObject({ state: 'shifted', start: '09:15' });
  expect(plan.current?.planned).toBe('2026-12-15');
  plan.leave(plan.current!, 'skip');
  await plan.settled();
  expect(plan.preview).toMatchObject({ ready: true, visits: 3 });
  expect(plan.current?.planned, 'where nothing is left, the row stays at hand').toBe('2026-12-15');
});

it('an end leaves nothing to decide after it', async () => {
  plan.leave(row('2026-12-01'), 'stop');
  await plan.settled();
  expect(plan.preview).toMatchObject({ ready: true, visits: 1 });
  expect(plan.current?.planned).toBe('2026-12-01');
});

it('a choice is taken back and asked for anew', async () => {
  plan.leave(row('2026-12-01'), 'skip');
  await plan.settled();
  expect(plan.isChosen(row('2026-12-01'))).toBe(true);
  plan.takeBack(row('2026-12-01'));
  await plan.settled();
  expect(row('2026-12-01').state).toBe('clashes');
  expect(asked.map((choices) => choices.length)).toEqual([0, 1, 0]);
});

it('forgets what was chosen for another series', async () => {
  plan.leave(row('2026-12-01'), 'skip');
  plan.show(async (choices) => answer(choices));
  await plan.settled();
  expect(plan.choices).toEqual([]);
});

it('keeps why there is nothing to show, and shows nothing once it is dropped', async () => {
  plan.show(() => Promise.reject(new Error('gone')));
  await plan.settled();
  expect(plan.preview).toBeUndefined();
  expect(plan.error).toBeInstanceOf(Error);
  plan.drop();
  expect(plan.error).toBeUndefined();
  plan.again();
  await plan.settled();
  expect(plan.preview).toBeUndefined();
});
