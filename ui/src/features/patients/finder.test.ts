import { describe, expect, it } from 'vitest';

import type { PatientHit } from '$/backend';
import { Finder } from './finder.svelte';

const hit = (id: string): PatientHit => ({
  id,
  ref: `PAT-A-${id}`,
  full_name: id,
  second_name: null,
  date_of_birth: null,
  born_about: null,
  age_years: null,
  gender: null,
  phones: [],
  last_visit: null,
});

/** A desk that answers when told to, and a clock that rings when told to. */
function bench() {
  const asked: { text: string; answer: (hits: PatientHit[]) => void; fail: (why: Error) => void }[] = [];
  let ring = () => {};
  const finder = new Finder(
    (text) => new Promise((answer, fail) => asked.push({ text, answer, fail })),
    (run) => {
      ring = run;
      return () => (ring = () => {});
    },
  );
  return { finder, asked, pause: () => ring() };
}

const settled = () => new Promise((done) => setTimeout(done));

describe('the finder', () => {
  it('asks_once_after_a_burst_of_keys', () => {
    const { finder, asked, pause } = bench();
    for (const text of ['m', 'mo', 'mona ']) finder.type(text);
    pause();
    expect(asked.map((question) => question.text)).toEqual(['mona']);
  });

  it('an_older_answer_never_overwrites_a_newer_one', async () => {
    const { finder, asked, pause } = bench();
    finder.type('m');
    pause();
    finder.type('mo');
    pause();
    asked[1]!.answer([hit('new')]);
    asked[0]!.answer([hit('old')]);
    await settled();
    expect(finder.hits.map((each) => each.id)).toEqual(['new']);
  });

  it('marks_the_best_hit_of_a_new_question_and_keeps_the_marked_one_when_the_same_is_asked_again', async () => {
    const { finder, asked, pause } = bench();
    finder.type('m');
    pause();
    asked[0]!.answer([hit('a'), hit('b')]);
    await settled();
    finder.move(1);
    void finder.now();
    asked[1]!.answer([hit('c'), hit('a'), hit('b')]);
    await settled();
    expect(finder.current?.id).toBe('b');
    finder.type('mo');
    pause();
    asked[2]!.answer([hit('x'), hit('b')]);
    await settled();
    expect(finder.current?.id).toBe('x');
  });

  it('the_mark_stays_within_the_list', async () => {
    const { finder, asked } = bench();
    finder.move(3);
    expect(finder.marked).toBe(0);
    void finder.now();
    asked[0]!.answer([hit('a'), hit('b')]);
    await settled();
    finder.move(9);
    expect(finder.current?.id).toBe('b');
    finder.move(-9);
    expect(finder.current?.id).toBe('a');
  });

  it('a_failure_is_passed_on_and_the_last_hits_stay', async () => {
    const { finder, asked } = bench();
    void finder.now();
    asked[0]!.answer([hit('a')]);
    await settled();
    const again = finder.now();
    asked[1]!.fail(new Error('gone'));
    await expect(again).rejects.toThrow('gone');
    expect(finder.status).toBe('failed');
    expect(finder.hits).toHaveLength(1);
  });
});
