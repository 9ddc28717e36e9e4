import { describe, expect, it } from 'vitest';

import { RefusalError, type FieldProblem } from '$/backend';
import { EditedForm } from './edited-form.svelte';

const refused = (...fields: string[]) => {
  const problems: FieldProblem[] = fields.map((field) => ({ field, code: 'required', params: {} }));
  return new RefusalError({ code: problems.length > 0 ? 'input.invalid' : 'not_found', fields: problems });
};
const refuse = (...fields: string[]) => () => Promise.reject(refused(...fields));

describe('an edited form', () => {
  it('is_dirty_only_while_it_differs_from_what_it_began_with', () => {
    const form = new EditedForm({ name: 'Mona', phones: ['1'] });
    form.values.phones.push('2');
    expect(form.dirty).toBe(true);
    form.values.phones.pop();
    expect(form.dirty).toBe(false);
  });

  it('shows_all_field_errors_of_one_refusal_at_once', async () => {
    const form = new EditedForm({ name: '' });
    expect(await form.submit(refuse('name', 'phones[0].number'))).toBeNull();
    expect(form.refused).toEqual(['name', 'phones[0].number']);
    expect(form.field('name')).toBeTruthy();
    expect(form.field('phones[0].number')).toBeTruthy();
    expect(form.field('other')).toBeUndefined();
    expect(form.problem).toBeUndefined();
  });

  it('keeps_a_refusal_that_no_field_explains_for_the_foot', async () => {
    const form = new EditedForm({ name: '' });
    await form.submit(refuse());
    expect(form.problem).toBeTruthy();
  });

  it('mending_a_field_clears_what_was_said_about_it_and_its_parts_only', async () => {
    const form = new EditedForm({ name: '' });
    await form.submit(refuse('phones[0].number', 'phones2'));
    form.touched('phones');
    expect(form.refused).toEqual(['phones2']);
    expect(form.field('phones[0].number')).toBeUndefined();
  });

  it('a_second_refusal_is_heard_though_the_field_was_mended_before', async () => {
    const form = new EditedForm({ name: '' });
    await form.submit(refuse('name'));
    form.touched('name');
    await form.submit(refuse('name'));
    expect(form.field('name')).toBeTruthy();
  });

  it('does_not_save_twice_at_once', async () => {
    const form = new EditedForm({ name: '' });
    let saves = 0;
    const save = async () => {
      saves += 1;
      await Promise.resolve();
    };
    await Promise.all([form.submit(save), form.submit(save)]);
    expect(saves).toBe(1);
  });

  it('what_was_sent_counts_as_unchanged_and_what_was_typed_meanwhile_does_not', async () => {
    const form = new EditedForm({ name: 'a' });
    form.values.name = 'b';
    await form.submit(async () => {
      form.values.name = 'c';
      return 'done';
    });
    expect(form.dirty).toBe(true);
    form.values.name = 'b';
    expect(form.dirty).toBe(false);
  });
});
