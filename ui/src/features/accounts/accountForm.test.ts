import { describe, expect, it } from 'vitest';

import { AccountForm, suggestUsername, valuesOf } from './accountForm.svelte';

describe('the account form', () => {
  it.each([
    ['Mona El-Sayed', 'mona.elsayed'],
    ['Dr Karim Hany Naguib', 'karim.naguib'],
    ['Zoë', 'zoe'],
    ['منى السيد', ''],
  ])('suggests_a_user_name_for_%s', (name, username) => {
    expect(suggestUsername(name)).toBe(username);
  });

  it('the_user_name_follows_the_name_until_somebody_types_one', () => {
    const form = new AccountForm(valuesOf());
    form.values.full_name = 'Mona Adel';
    form.nameTyped();
    expect(form.values.username).toBe('mona.adel');
    form.values.username = 'mona';
    form.usernameTyped();
    form.values.full_name = 'Mona Adel Fathy';
    form.nameTyped();
    expect(form.values.username).toBe('mona');
  });

  it('grants_overbooking_only_where_the_role_has_it_not', () => {
    const form = new AccountForm({ ...valuesOf(), overbook: true });
    expect(form.toCreate().grants).toEqual(['overbook']);
    form.values.role = 'doctor';
    expect(form.toCreate().grants).toEqual([]);
  });

  it('an_emptied_email_is_sent_empty_so_that_the_desk_takes_it_away', () => {
    const form = new AccountForm({ ...valuesOf(), email: ' ' });
    expect(form.toUpdate('a').email).toBe('');
    expect(form.toCreate().email).toBeNull();
  });

  it('only_a_doctor_is_linked_to_a_doctor', () => {
    const form = new AccountForm({ ...valuesOf(), doctor_id: 'd' });
    expect(form.toCreate().doctor_id).toBeNull();
    form.values.role = 'doctor';
    expect(form.toCreate().doctor_id).toBe('d');
  });
});
