import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect } from '$/backend';
import { watchIdling } from './idle';
import { session } from './session.svelte';

const asked: string[] = [];
let stop: () => void;
const signs = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', signs.addEventListener.bind(signs));
  vi.stubGlobal('removeEventListener', signs.removeEventListener.bind(signs));
  asked.length = 0;
  connect({
    call: async (name) => {
      asked.push(name);
      return { stage: 'locked', clinic: null, tiles: [], account: null, held: [], app_version: '' } as never;
    },
    onChange: () => () => undefined,
  });
  session.stage = 'ready';
  stop = watchIdling(2);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('locks after the idle minutes, not before', () => {
  vi.advanceTimersByTime(115_000);
  expect(session.stage).toBe('ready');
  vi.advanceTimersByTime(5_000);
  expect(session.stage).toBe('locked');
  expect(session.lockedByIdling).toBe(true);
  expect(asked).toContain('session.lock');
});

it('is put off by any key or move', () => {
  vi.advanceTimersByTime(115_000);
  signs.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(115_000);
  expect(session.stage).toBe('ready');
});

it('tells the desk that somebody is there, but not at every key', () => {
  for (let second = 0; second < 60; second += 1) {
    vi.advanceTimersByTime(1_000);
    signs.dispatchEvent(new Event('keydown'));
  }
  expect(asked.filter((name) => name === 'session.touch')).toHaveLength(3);
});

it('says nothing while the screen is locked', () => {
  session.stage = 'locked';
  vi.advanceTimersByTime(300_000);
  signs.dispatchEvent(new Event('keydown'));
  expect(asked).toEqual([]);
});
