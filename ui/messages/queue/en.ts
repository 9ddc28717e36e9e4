import { count } from '$/lib/format';
import { plural } from '$/lib/messages';

export const en = {
  hereNow: 'Here now',
  waiting: 'Waiting',
  inside: 'In consultation',
  repsHere: 'Reps here',
  dueAt: (p: { time: string }) => `Due at ${p.time}`,
  more: (p: { count: number }) => `${count(p.count)} more`,
  longest: (p: { wait: string }) => `longest ${p.wait}`,
  since: (p: { time: string }) => `since ${p.time}`,
  countWaiting: (p: { count: number }) => `${count(p.count)} waiting`,
  countInside: (p: { count: number }) => `${count(p.count)} in consultation`,
  countReps: (p: { count: number }) => plural.en(p.count, { one: '# rep', other: '# reps' }),
  nobody: 'Nobody is waiting',
  nobodyText: 'Who arrives is listed here, the longest waiting first.',
  notToday: 'The queue is shown for today',
  min: 'min',
};
