import { describe, expect, it } from 'vitest';
import { FakeDesk } from '../../../tests/fixtures/fake-desk';
import type { FittingPerson, FreedTime, Wait } from '$/backend';
import { Freed } from './freed.svelte';
import { WaitForm } from './wait-form.svelte';
import { WaitList } from './wait-list.svelte';

const wait = (id: string, more: Partial<Wait> = {}): Wait =>
  ({
    id, patient_id: `patient-${id}`, patient_name: id, state: 'waiting', urgency: 'routine', weekdays: [], doctor_id: 'salma', specialty_id: null,
    from: null, until: null, first_date: null, last_date: null, minutes: 15, note: null, calls: [], next_visit_id: null,
    free_times: [{ doctor_id: 'salma', date: '2026-11-24', start: '10:00', minutes: 15 }], ...more,
  }) as unknown as Wait;

const person = (id: string, asked: FittingPerson['asked'] = null): FittingPerson => ({
  wait: wait(id), asked, offer: { doctor_id: 'salma', date: '2026-11-24', start: '10:00', minutes: 15 },
});

const time = (start: string, people: FittingPerson[]): FreedTime => ({ time: { doctor_id: 'salma', date: '2026-11-24', start, minutes: 15 }, people });

const desk = (answers: Record<string, unknown>) =>
  new FakeDesk(Object.fromEntries(Object.keys(answers).map((name) => [name, () => answers[name]])) as FakeDesk['answers']);

describe('a time that became free', () => {
  it('is offered to the first who was not asked about it, then the next time to the next', async () => {
    const answers = { 'waiting.freed': { times: [time('10:00', [person('urgent', 'no_answer'), person('soon')]), time('11:00', [person('later')])] } };
    const freed = new Freed(desk(answers));
    await freed.after('one');
    expect(freed.offer?.person.wait.id).toBe('soon');
    answers['waiting.freed'] = { times: [time('10:00', [person('urgent', 'no_answer'), person('soon', 'later')]), time('11:00', [person('later')])] };
    await freed.again();
    expect([freed.offer?.time.start, freed.offer?.person.wait.id]).toEqual(['11:00', 'later']);
  });

  it('stays on offer when something is done that frees nothing, and goes when it is left free', async () => {
    const answers: Record<string, FreedTime[]> = { one: [time('10:00', [person('urgent')])], two: [] };
    const fake = new FakeDesk({ 'waiting.freed': ({ operation_id }) => ({ times: answers[operation_id]! }) });
    const freed = new Freed(fake);
    await freed.after('one');
    await freed.after('two');
    expect(freed.offer?.person.wait.id).toBe('urgent');
    freed.dismiss();
    expect(freed.offer).toBeUndefined();
    await freed.again();
    expect(fake.inputs('waiting.freed').map(({ operation_id }) => operation_id)).toEqual(['one', 'two', 'one']);
  });
});

describe('the list', () => {
  const told = { booked: () => undefined, called: () => undefined, removed: () => undefined, failed: () => undefined };

  it('books the one at hand into the time at hand', async () => {
    const one = wait('one');
    const fake = desk({ 'waiting.list': { waits: [one], today: '2026-11-24' }, 'waiting.book': { wait: one, appointment: one.free_times[0], operation_id: 'x' } });
    const list = new WaitList(fake, told);
    await list.load();
    await list.book();
    expect(fake.inputs('waiting.book')).toEqual([{ id: 'one', doctor_id: 'salma', date: '2026-11-24', start: '10:00', minutes: 15, instead_of: null }]);
  });

  it('goes on to the next one after a call, with what was said kept apart from theirs', async () => {
    const [one, two] = [wait('one'), wait('two')];
    const fake = desk({ 'waiting.list': { waits: [one, two], today: '2026-11-24' }, 'waiting.call': { wait: one, operation_id: 'x' } });
    const list = new WaitList(fake, told);
    await list.load();
    list.note = ' rang twice ';
    await list.called('no_answer');
    expect(fake.inputs('waiting.call')[0]).toMatchObject({ id: 'one', outcome: 'no_answer', note: 'rang twice', offered: { date: '2026-11-24', start: '10:00' } });
    expect([list.current?.id, list.note]).toEqual(['two', '']);
  });

  it('does nothing with somebody whose waiting is over', async () => {
    const fake = desk({ 'waiting.list': { waits: [wait('one', { state: 'booked' })], today: '2026-11-24' } });
    const list = new WaitList(fake, told);
    await list.load();
    await list.book();
    await list.called('later');
    expect(fake.asked.map(({ name }) => name)).toEqual(['waiting.list']);
  });
});

describe('the form', () => {
  it('says the part of the day as times, and a specialty as one', async () => {
    const fake = desk({ 'waiting.change': { wait: wait('one'), operation_id: 'x' } });
    const form = new WaitForm(fake, { wait: wait('one', { until: '12:00' }) });
    expect(form.values.part).toBe('morning');
    form.values.part = 'afternoon';
    form.values.whom = 's:skin';
    form.toggle('tue');
    await form.save();
    expect(fake.inputs('waiting.change')[0]).toMatchObject({ id: 'one', wish: { doctor_id: null, specialty_id: 'skin', from: '12:00', until: null, weekdays: ['tue'] } });
  });
});
