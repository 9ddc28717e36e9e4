import { describe, expect, it } from 'vitest';
import { busyDay, NOW_INSTANT } from '../../../tests/fixtures/day';
import { callNext, queueOf } from './queue';

const since = (instant: number) => Math.max(0, Math.floor((NOW_INSTANT - instant) / 60_000));
const queue = queueOf(busyDay(), 10 * 60 + 42, since);

describe('the queue', () => {
  it('has the longest waiting first', () => {
    expect(queue.waiting.map(({ visit, minutes }) => [visit.patient_name, minutes])).toEqual([
      ['Amal Fouad', 34],
      ['Christine Wagdy', 21],
      ['Yara Samir', 18],
      ['Sameh Rizk', 12],
      ['Tarek Omar', 6],
      ['Hussein Ali', 4],
    ]);
  });

  it('counts those inside from when they went in', () => {
    expect(queue.inside.map(({ minutes }) => minutes)).toEqual([22, 20, 9, 8]);
  });

  it('lists reps who are here', () => {
    expect(queue.repsHere.map(({ visit, minutes }) => [visit.company, minutes])).toEqual([['Eva Pharma', 15]]);
  });

  it('tells who is due next, all of them', () => {
    expect(queue.due?.at).toBe('11:00');
    expect(queue.due?.visits.map((visit) => visit.patient_name)).toEqual(['Jana Mahmoud', 'Hany Mikhail', 'Dina Ragab', 'Hala Sobhy', 'Manal Yehia']);
  });

  it('calls the longest waiting whose doctor is free', () => {
    // Amal Fouad has waited longer, but Dr Karim has somebody inside.
    expect(callNext(queue)?.patient_name).toBe('Christine Wagdy');
  });

  it('expects nobody on another day', () => {
    expect(queueOf(busyDay(), undefined, since).due).toBeUndefined();
  });
});
