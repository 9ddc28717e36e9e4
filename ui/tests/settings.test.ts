// Settings and the audit trail, on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, logIn, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { demoDesk, type Login, type TestDesk } from './harness/desk.ts';
import { lettersOf, saved } from './harness/pdf.ts';

const browser = useBrowser();
let desk: TestDesk;
let admin: Login;
let page: DeskPage;

beforeAll(async () => {
  desk = await demoDesk();
  admin = loginOf('admin');
});
beforeEach(async () => {
  page = await openPage(browser(), desk);
  await logIn(page, admin);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await desk.call('session.logout', {});
});

/** As the desk takes it, without the role. */
function loginOf(wanted: string): Login {
  const { username, password } = desk.logins.find(({ role }) => role === wanted)!;
  return { username, password };
}

async function go(place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), place);
}

describe('settings', () => {
  test('a new account gets a password that is shown once and lets it in', async () => {
    await go('#/settings?part=accounts&id=new');
    await page.getByLabel('Full name').fill('Mariam Test Adel');
    await expect.poll(() => page.getByLabel('Username').inputValue()).toBe('mariam.adel');
    await page.getByRole('checkbox', { name: /May overbook/ }).check();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const handOver = page.getByRole('dialog', { name: /^Password for/ });
    const password = await handOver.locator('output').innerText();
    await handOver.getByRole('button', { name: 'Handed over' }).click();
    expect(await page.getByText(password).count()).toBe(0);

    const account = (await desk.call('accounts.list', {})).accounts.find(({ username }) => username === 'mariam.adel');
    expect(account).toMatchObject({ role: 'receptionist', grants: ['overbook'], must_change_password: true });
    await desk.call('session.logout', {});
    expect((await desk.call('session.login', { username: 'mariam.adel', password })).stage).toBe('password_must_change');
    await desk.call('session.logout', {});
    await desk.call('session.login', admin);
  });

  test('removing an account says what it means first', async () => {
    const viewer = (await desk.call('accounts.list', {})).accounts.find(({ username }) => username === 'viewer')!;
    await go(`#/settings?part=accounts&id=${viewer.id}`);
    await page.getByRole('button', { name: 'Remove account' }).click();
    const asked = page.getByRole('dialog', { name: /^Remove/ });
    await asked.getByText('This cannot be undone', { exact: false }).waitFor();
    await asked.getByRole('button', { name: 'Remove for good' }).click();
    await page.getByText(/^Account of .* is removed$/).waitFor();
    const left = (await desk.call('accounts.list', {})).accounts.map(({ username }) => username);
    expect(left).not.toContain('viewer');
  });

  test('an account is given to its doctor and taken from it again', async () => {
    const kept = async () => (await desk.call('accounts.list', {})).accounts.find(({ username }) => username === 'doctor')!;
    const { id, doctor_id } = await kept();
    expect(doctor_id).not.toBeNull();
    await go(`#/settings?part=accounts&id=${id}`);
    const choose = async (option: RegExp) => {
      await page.getByRole('combobox', { name: 'Is the doctor' }).click();
      await page.getByRole('option', { name: option }).first().click();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
    };
    await choose(/^Nobody/);
    await expect.poll(async () => (await kept()).doctor_id).toBeNull();
    const { doctors } = await desk.call('doctors.list', { include_inactive: false });
    await choose(new RegExp(doctors.find((doctor) => doctor.id === doctor_id)!.full_name));
    await expect.poll(async () => (await kept()).doctor_id).toBe(doctor_id);
  });

  test('a doctor is added with a name alone, and a taken licence is said beside its field', async () => {
    const { doctors } = await desk.call('doctors.list', { include_inactive: true });
    const licence = doctors.find(({ license_number }) => license_number !== null)!.license_number!;
    await go('#/settings?part=doctors&id=new');
    await page.getByLabel('Full name').fill('Hala Test Nour');
    await page.getByLabel('Licence number').fill(licence);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => page.getByLabel('Licence number').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Licence number').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Hala Test Nour.* is saved$/).waitFor();
    expect((await desk.call('doctors.list', { include_inactive: true })).doctors).toHaveLength(doctors.length + 1);
  });

  test('the clinic’s name and the minutes until it locks are kept', async () => {
    await go('#/settings?part=clinic');
    await page.getByLabel('Name of the clinic').fill('Nile View Clinics');
    await page.getByLabel('Lock the screen after').fill('٧');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Preferences of the clinic are saved').waitFor();
    const { settings } = await desk.call('settings.get', {});
    expect(settings).toMatchObject({ clinic_name: 'Nile View Clinics', idle_lock_minutes: 7 });
  });

  test('a renewed recovery code is put on paper and typed back', async () => {
    await go('#/settings?part=clinic');
    await page.getByRole('button', { name: 'Renew the code' }).click();
    const shown = page.getByRole('dialog', { name: 'New recovery code' });
    const code = (await shown.locator('.code').innerText()).replaceAll(/\s/g, '');
    expect(lettersOf(await saved(page, 'Save as PDF'))).toContain(code);
    for (const look of LOOKS) {
      await show(page, look);
      await picture(page, `renewed-code-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), `${look.language}, ${look.theme}`).toEqual([]);
    }
    await show(page, LOOKS[0]!);
    await shown.getByRole('button', { name: 'I have it on paper' }).click();
    await shown.getByLabel('Type it back', { exact: false }).fill(code);
    await page.keyboard.press('Enter');
    await page.getByText('The recovery code is renewed', { exact: false }).waitFor();
  });

  test('a receptionist sees only what is theirs', async () => {
    await desk.call('session.logout', {});
    await desk.call('session.login', loginOf('receptionist'));
    await page.reload();
    await go('#/settings');
    const parts = page.getByRole('navigation', { name: 'Settings' });
    await parts.waitFor();
    expect(await parts.getByRole('button').allInnerTexts()).toEqual(['You and this PC']);
    expect(await page.getByRole('link', { name: 'Audit trail' }).count()).toBe(0);
  });
});

describe('specialties', () => {
  test('one that a doctor has stays, and says who; another goes and comes back', async () => {
    const doctor = (await desk.call('doctors.list', { include_inactive: false })).doctors.find(({ specialties }) => specialties.length > 0)!;
    await go(`#/settings?part=specialties&id=${doctor.specialties[0]!.id}`);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: /ha(s|ve) this specialty/ }).waitFor();
    const { specialty } = await desk.call('specialties.save', { name: 'Sleep medicine' });
    const known = async () => (await desk.call('specialties.list', {})).specialties.some(({ id }) => id === specialty.id);
    await go(`#/settings?part=specialties&id=${specialty.id}`);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText(/Sleep medicine.* is removed/).waitFor();
    expect(await known()).toBe(false);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(known).toBe(true);
  });
});

describe('the audit trail', () => {
  test('tells before and after in words, filters by kind, and takes back', async () => {
    const { patient } = await desk.call('patients.register', { full_name: 'Audited Person', phones: ['0100 555 7777'], favourite_doctors: [] });
    await desk.call('patients.update', {
      id: patient.id,
      patient: { full_name: 'Audited Person', phones: ['0100 555 7777'], gender: 'female', favourite_doctors: [] },
    });
    await go('#/audit');
    await page.getByRole('combobox', { name: /^What/ }).click();
    await page.getByRole('option', { name: 'Patients' }).click();
    const list = page.getByRole('list', { name: 'What was done, newest first' });
    await expect.poll(() => list.getByRole('button').first().innerText()).toContain('Patient changed');
    const detail = page.getByRole('region', { name: 'What changed' });
    await expect.poll(() => detail.innerText()).toMatch(/Gender[\s\S]*nothing[\s\S]*Female/);
    await detail.getByRole('button', { name: 'Undo this' }).click();
    await page.getByText('Taken back').waitFor();
    expect((await desk.call('patients.get', { id: patient.id })).patient.gender).toBeNull();
    await expect.poll(() => list.innerText()).toContain('Undone');
  });

  test('verifies the whole chain and says so', async () => {
    await go('#/audit');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^All \d+ entries are whole and in order\.$/).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('looks', () => {
  test.each(LOOKS)('has no serious issue in $language, $theme', async (look) => {
    const doctor = (await desk.call('doctors.list', { include_inactive: false })).doctors[0]!;
    const account = (await desk.call('accounts.list', {})).accounts.find(({ role }) => role === 'receptionist')!;
    await show(page, look);
    for (const [name, place] of [
      ['you', '#/settings'],
      ['clinic', '#/settings?part=clinic'],
      ['sites', '#/settings?part=sites'],
      ['doctors', `#/settings?part=doctors&id=${doctor.id}`],
      ['specialties', '#/settings?part=specialties&id=new'],
      ['accounts', `#/settings?part=accounts&id=${account.id}`],
      ['audit', '#/audit'],
    ] as const) {
      await go(place);
      await page.waitForTimeout(300);
      await picture(page, `settings-${name}-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), name).toEqual([]);
    }
  });
});
