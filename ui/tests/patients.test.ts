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

  test.each(LOOKS)('has no serious issue in $language, $theme', async (look) => {
    const { patients } = await desk.call('patients.search', { text: '', limit: 30 });
    const visited = patients.find(({ last_visit }) => last_visit !== null)!;
    await show(page, look);
    for (const [name, place] of [
      ['list', '#/patients'],
      ['page', `#/patients?id=${visited.id}`],
      ['edit', `#/patients?id=${visited.id}&edit=1`],
      ['new', '#/patients?new=1'],
    ] as const) {
      await go(place);
      await page.waitForTimeout(300);
      await picture(page, `patients-${name}-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), name).toEqual([]);
    }
  });
});
