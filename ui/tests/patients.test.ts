// Finding, registering, changing and removing patients, on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, logIn, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { demoDesk, type Login, type TestDesk } from './harness/desk.ts';

const browser = useBrowser();
let desk: TestDesk;
let reception: Login;
let page: DeskPage;

beforeAll(async () => {
  desk = await demoDesk();
  reception = desk.logins.find(({ role }) => role === 'receptionist')!;
});
beforeEach(async () => {
  page = await openPage(browser(), desk);
  await logIn(page, reception);
  await go('#/patients');
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await desk.call('session.logout', {});
});

/** To a place in the address, as a click in the rail would. */
async function go(place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), place);
}

const field = () => page.getByRole('combobox', { name: 'Find a patient' });
const options = () => page.getByRole('option');
const toast = (text: string | RegExp) => page.getByText(text);

async function register(name: string, phone: string): Promise<void> {
  await page.getByRole('button', { name: /New patient/ }).click();
  await page.getByLabel('Full name').fill(name);
  await page.getByLabel('Phone', { exact: true }).fill(phone);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();
}

/** Somebody with a file that looks like another one. */
async function likely(full_name: string, date_of_birth: string | null): Promise<string> {
  const { patient } = await desk.call('patients.register', {
    full_name,
    phones: ['0100 555 2211'],
    date_of_birth,
    address: date_of_birth ? '12 Tahrir St, Dokki' : 'Giza',
    email: date_of_birth ? null : 'mohamed@mail.example',
    favourite_doctors: [],
  });
  return patient.id;
}

describe('patients', () => {
  test('a name and a phone are enough, and the last four digits find the patient again', async () => {
    await page.getByRole('button', { name: /New patient/ }).click();
    await page.getByLabel('Full name').fill('Zeinab Test Farouk');
    await page.getByLabel('Phone', { exact: true }).fill('0100 555 8642');
    await page.getByLabel('Born or age').fill('٣٤');
    await page.getByText(/^About \d{4}, about 34 years$/).waitFor();
    await page.keyboard.press('Enter');
    await toast(/Zeinab Test Farouk.* is registered as/).waitFor();

    await field().fill('8642');
    await expect.poll(() => options().first().innerText()).toContain('Zeinab Test Farouk');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Zeinab Test Farouk' }).waitFor();
  });

  test('says all that is wrong at once, and where', async () => {
    await page.getByRole('button', { name: /New patient/ }).click();
    await page.getByLabel('Full name').fill('   ');
    await page.getByLabel('Phone', { exact: true }).fill('not a number');
    await page.getByRole('button', { name: /^Register Enter/ }).click();
    await expect.poll(() => page.locator('[aria-invalid=true]').count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('says who might be the same person, and opens that one instead', async () => {
    const { patients } = await desk.call('patients.search', { text: '', limit: 1 });
    const known = patients[0]!;
    await page.getByRole('button', { name: /New patient/ }).click();
    await page.getByLabel('Full name').fill('Somebody Else');
    await page.getByLabel('Phone', { exact: true }).fill(known.phones[0]!.number);
    await page.getByText('Same phone').waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).first().click();
    await page.getByRole('heading', { name: known.full_name }).first().waitFor();
  });

  test('an unfinished patient is still there after the screen was locked', async () => {
    await page.getByRole('button', { name: /New patient/ }).click();
    await page.getByLabel('Full name').fill('Half Typed');
    await page.getByText('Kept as a draft').waitFor();
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').fill(reception.password);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByLabel('Full name').inputValue()).toBe('Half Typed');
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  test('a removed patient comes back by Ctrl+Z', async () => {
    await register('Wrongly Registered', '0100 555 1111');
    await page.getByRole('button', { name: 'Remove' }).click();
    await toast(/is removed/).waitFor();
    await field().fill('Wrongly Registered');
    await page.getByText(/Nobody matches/).waitFor();
    await page.locator('body').press('Control+z');
    await expect.poll(() => options().count()).toBe(1);
  });

  test('F2 finds from any screen, without the mouse', async () => {
    await go('#/hours');
    await page.getByRole('navigation', { name: 'Doctors' }).waitFor();
    await page.keyboard.press('F2');
    const found = page.getByRole('dialog', { name: 'Find a patient' });
    await found.getByRole('option').first().waitFor();
    const second = await found.locator('.name').nth(1).innerText();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: second }).first().waitFor();
  });

  test('a child is registered beside a parent by keys, with the parent’s phone and address', async () => {
    await register('Nadia Beside Tawfik', '0100 555 7201');
    await page.locator('body').press('f');
    const dialog = page.getByRole('dialog', { name: /A relative of/ });
    await dialog.getByRole('radio', { name: 'A new patient' }).check();
    await dialog.getByRole('button', { name: 'Go on to the form' }).click();
    await page.getByLabel('Full name').fill('Yassin Beside Tawfik');
    expect(await page.getByLabel('Phone', { exact: true }).inputValue()).toBe('0100 555 7201');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Yassin Beside Tawfik' }).waitFor();
    const parent = page.getByRole('button', { name: /Open .*Nadia Beside Tawfik/ });
    await parent.waitFor();
    await page.getByText('Parent', { exact: true }).first().waitFor();
    await parent.click();
    await page.getByRole('button', { name: /Open .*Yassin Beside Tawfik/ }).waitFor();
    await page.getByRole('button', { name: /Take .*Yassin Beside Tawfik.* off/ }).click();
    await toast(/is off the family/).waitFor();
    await page.getByText('Nobody of the family is noted yet.').waitFor();
    await page.locator('body').press('Control+z');
    await page.getByRole('button', { name: /Open .*Yassin Beside Tawfik/ }).waitFor();
  });

  test('somebody known by name becomes family and emergency contact', async () => {
    await register('Hala Contact Samir', '0100 555 7301');
    await page.locator('body').press('f');
    const dialog = page.getByRole('dialog', { name: /A relative of/ });
    await dialog.getByRole('radio', { name: 'Only a name' }).check();
    await dialog.getByLabel('Full name').fill('Karim Contact');
    await dialog.getByRole('checkbox', { name: 'Call this person in an emergency' }).check();
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.locator('[aria-invalid=true]').count()).toBe(1);
    await dialog.getByLabel('Phone').fill('0111 222 3344');
    await page.keyboard.press('Enter');
    await toast(/belongs to the family/).waitFor();
    await expect.poll(() => page.getByText('Karim Contact').count()).toBeGreaterThan(1);
  });

  test('two of one name are told apart, merged by keys, and come apart with every visit', async () => {
    const name = 'محمد أحمد علي الشناوي';
    const one = await desk.call('patients.register', { full_name: name, phones: ['0100 555 9901'], date_of_birth: '1990-05-17', favourite_doctors: [] });
    const other = await desk.call('patients.register', { full_name: 'Mohamed Ahmed Ali Elshenawy', phones: ['0100 555 9901', '0122 333 4455'], favourite_doctors: [] });
    await page.getByRole('button', { name: 'Likely duplicates' }).focus();
    await page.keyboard.press('Enter');
    const pair = page.getByRole('listitem', { name: new RegExp(name) });
    await pair.waitFor();
    const shown = await pair.innerText();
    for (const told of [one.patient.ref, other.patient.ref, '0100 555 9901', 'No visit yet']) expect(shown).toContain(told);
    await pair.getByRole('button', { name: /Compare and merge/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Two files, one person' }).waitFor();
    await page.getByRole('radio', { name: /Which stands: Name:.*Elshenawy/ }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await toast(/now has one file/).waitFor();
    await page.getByRole('heading', { name: 'Mohamed Ahmed Ali Elshenawy' }).waitFor();
    // The number on the old card finds the one file.
    await field().fill(other.patient.ref);
    await expect.poll(() => options().first().innerText()).toContain(one.patient.ref);
    await go(`#/patients?id=${other.patient.id}`);
    await page.getByText('Also filed as').waitFor();
    await page.getByRole('button', { name: 'Take apart' }).click();
    await toast(/again, with everything that was in it/).waitFor();
    await page.getByRole('heading', { name }).waitFor();
    await go(`#/patients?id=${other.patient.id}`);
    await page.getByRole('heading', { name: 'Mohamed Ahmed Ali Elshenawy' }).waitFor();
    // Two people after all: nobody is asked again, until that is taken back.
    await page.getByRole('button', { name: 'Likely duplicates' }).focus();
    await page.keyboard.press('Enter');
    await pair.getByRole('button', { name: /Two people/ }).click();
    await toast(/are two people/).waitFor();
    await expect.poll(() => pair.count()).toBe(0);
    await page.locator('body').press('Control+z');
    await pair.waitFor();
    await desk.call('patients.keep_apart', { one: one.patient.id, other: other.patient.id });
  });

  test('another file of the open patient is picked by keys', async () => {
    const { patient } = await desk.call('patients.register', { full_name: 'Salwa Twice Farid', phones: [], favourite_doctors: [] });
    await register('Salwa Twice Farid', '0100 555 7401');
    await page.locator('body').press('Shift+m');
    const dialog = page.getByRole('dialog', { name: 'Merge with another file' });
    await dialog.getByRole('option').filter({ hasText: patient.ref }).waitFor();
    await expect.poll(() => dialog.getByRole('option').first().innerText()).toContain(patient.ref);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Two files, one person' }).waitFor();
    await page.getByRole('button', { name: /^Merge Enter/ }).click();
    await toast(/now has one file/).waitFor();
    await page.locator('body').press('Control+z');
    await expect.poll(async () => (await desk.call('patients.search', { text: 'Salwa Twice Farid', limit: 20 })).patients.length).toBe(2);
  });

  test.each(LOOKS)('has no serious issue in $language, $theme', async (look) => {
    const { patients } = await desk.call('patients.search', { text: '', limit: 30 });
    const visited = patients.find(({ last_visit }) => last_visit !== null)!;
    const one = await likely('محمد أحمد علي', '1990-05-17');
    const other = await likely('Mohamed Ahmed Ali', null);
    const { patient: child } = await desk.call('patients.register_relative', {
      patient: { full_name: 'Laila Ahmed', phones: [], date_of_birth: '2021-02-03', favourite_doctors: [] },
      relative_id: one,
      kind: 'child',
    });
    await show(page, look);
    for (const [name, place] of [
      ['list', '#/patients'],
      ['page', `#/patients?id=${visited.id}`],
      ['edit', `#/patients?id=${visited.id}&edit=1`],
      ['new', '#/patients?new=1'],
      ['pairs', '#/patients?pairs=1'],
      ['merge', `#/patients?merge=${one}&with=${other}`],
      ['family', `#/patients?id=${one}`],
      ['beside', `#/patients?new=1&beside=${one}&kind=child`],
    ] as const) {
      await go(place);
      await page.waitForTimeout(300);
      await picture(page, `patients-${name}-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), name).toEqual([]);
    }
    await go(`#/patients?id=${one}`);
    await page.getByRole('button', { name: new RegExp(child.full_name) }).first().waitFor();
    await page.locator('body').press('f');
    await page.getByRole('dialog').getByRole('option').first().waitFor();
    await picture(page, `patients-relate-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), 'relate').toEqual([]);
    await page.keyboard.press('Escape');
    await desk.call('patients.merge', { one, other, choices: [] });
    await page.locator('#patient-merged').waitFor();
    await picture(page, `patients-merged-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), 'merged').toEqual([]);
    await desk.call('patients.remove', { id: one });
  });
});
