import { expect, it } from 'vitest';
import { Holds } from './held.svelte';

it('counts down what the desk said, second by second', () => {
  const holds = new Holds();
  holds.take([{ username: 'heba', seconds: 3 }], 1_000);
  expect(holds.secondsLeft('heba')).toBe(3);
  holds.tick(2_500);
  expect(holds.secondsLeft('heba')).toBe(2);
  holds.tick(4_000);
  expect(holds.secondsLeft('heba')).toBe(0);
});

it('holds nobody the desk did not name', () => {
  const holds = new Holds();
  holds.take([{ username: 'heba', seconds: 3 }], 0);
  expect(holds.secondsLeft('ahmed')).toBe(0);
});
