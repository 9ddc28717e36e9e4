// Theme and language belong to the person at the desk, and stay theirs over a quick switch and over a restart.

import { beforeAll, expect, test } from 'vitest';
import { en as app } from '../messages/app/en.ts';
import { ar } from '../messages/app/ar.ts';
import { openPage, shows, useBrowser, type DeskPage, type Look } from './harness/browser.ts';
import { ADMIN, addStaff, foundedDesk, type Login, type Staff, type TestDesk } from './harness/desk.ts';

const HEBA: Staff = { username: 'heba', full_name: 'Heba Ramadan', role: 'receptionist', password: 'the tram passes at noon' };
const DOCTORS_LOOK: Look = { language: 'en', theme: 'dark' };
const HEBAS_LOOK: Look = { language: 'ar', theme: 'light' };

const browser = useBrowser();
let desk: TestDesk;

beforeAll(async () => {
  desk = await foundedDesk();
  await addStaff(desk, HEBA);
});

/** As a person takes the seat: the look is not touched. */
async function enter(page: DeskPage, { username, password }: Login): Promise<void> {
  await page.locator(`[data-username="${username}"]`).click();
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

async function lock(page: DeskPage): Promise<void> {
  await page.keyboard.press('Control+KeyL');
  await page.locator('[data-username]').first().waitFor();
}

test('a quick switch brings each person’s own language and theme, and a restart keeps them', async () => {
  const page = await openPage(browser(), desk, DOCTORS_LOOK);
  await enter(page, ADMIN);
  // What was chosen at the door is the first comer's own.
  await shows(page, DOCTORS_LOOK);

  await lock(page);
  await shows(page, DOCTORS_LOOK);
  await enter(page, HEBA);
  // She has chosen nothing yet: the clinic's language, the system's theme.
  await shows(page, { language: 'en', theme: 'light' });
  await page.getByRole('button', { name: app.otherLanguage }).click();
  await shows(page, HEBAS_LOOK);

  await lock(page);
  // The locked screen speaks the language of whoever locked it.
  await shows(page, HEBAS_LOOK);
  await enter(page, ADMIN);
  await shows(page, DOCTORS_LOOK);
  await lock(page);
  await enter(page, HEBA);
  await shows(page, HEBAS_LOOK);
  await desk.call('session.logout', {});
  expect(page.problems).toEqual([]);
  await page.context().close();

  desk = await desk.restart();
  const morning = await browser().newPage();
  await morning.goto(desk.url);
  await morning.locator('[data-username="heba"]').waitFor();
  await shows(morning, HEBAS_LOOK);
  expect(await morning.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await enter(morning as DeskPage, ADMIN);
  await shows(morning, DOCTORS_LOOK);
  await desk.call('session.logout', {});
});

test('where nothing was chosen the system’s wish decides, also when it changes', async () => {
  const untouched = await foundedDesk('ar');
  const context = await browser().newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(untouched.url);
  await page.locator('[data-username]').waitFor();
  await shows(page, { language: 'ar', theme: 'dark' });
  await page.emulateMedia({ colorScheme: 'light' });
  await shows(page, { language: 'ar', theme: 'light' });
  await page.getByRole('button', { name: ar.dark }).click();
  await shows(page, { language: 'ar', theme: 'dark' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.emulateMedia({ colorScheme: 'light' });
  await shows(page, { language: 'ar', theme: 'dark' });
});
