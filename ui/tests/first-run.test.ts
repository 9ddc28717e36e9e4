// From a fresh PC to the desk: the clinic, its administrator, the recovery code.

import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { en } from '../messages/setup/en.ts';
import { ar } from '../messages/setup/ar.ts';
import { ar as arPaper } from '../messages/paper/ar.ts';
import { en as enPaper } from '../messages/paper/en.ts';
import { ar as arRecovery } from '../messages/recovery/ar.ts';
import { en as enRecovery } from '../messages/recovery/en.ts';
import { en as refusals } from '../messages/refusal/en.ts';
import { openPage, show, useBrowser } from './harness/browser.ts';
import { ADMIN, freshDesk } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';
import { lettersOf, saved } from './harness/pdf.ts';

const browser = useBrowser();
const words = {
  en: { ...en, paper: enPaper, recovery: enRecovery },
  ar: { ...ar, paper: arPaper, recovery: arRecovery },
};

async function typeAdministrator(page: Page, say: typeof words.en | typeof words.ar, fullName: string): Promise<void> {
  await page.getByLabel(say.fullName).fill(fullName);
  await page.getByLabel(say.username).fill(ADMIN.username);
  await page.getByLabel(say.password, { exact: true }).fill(ADMIN.password);
  await page.getByLabel(say.passwordAgain).fill(ADMIN.password);
}

test.each([
  { language: 'en', clinic: 'Al Nour Clinics', site: 'Dokki', name: 'Wael Abdallah' },
  { language: 'ar', clinic: 'عيادات النور', site: 'الدقي', name: 'وائل عبد الله' },
] as const)('sets up a clinic in $language', async ({ language, clinic, site, name }) => {
  const say = words[language];
  const desk = await freshDesk();
  const page = await openPage(browser(), desk, { language, theme: 'light' });

  await page.getByLabel(say.clinicName).fill(clinic);
  await page.getByLabel(say.siteName).fill(site);
  await page.getByRole('combobox', { name: say.timeZone }).fill('cairo');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: say.next }).click();

  await typeAdministrator(page, say, name);
  await page.getByRole('button', { name: say.create }).click();

  const code = (await page.getByRole('region', { name: say.recovery.code }).locator('.code').innerText()).replaceAll(/\s/g, '');
  expect(code).toMatch(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}$/);
  const sheet = await saved(page, say.paper.save);
  expect(lettersOf(sheet)).toContain(code);
  expect(sheet.replaceAll(/[\u202a-\u202e]/g, '')).toContain(clinic);
  await page.getByText(say.recovery.savedWhere).waitFor();
  await page.getByLabel(say.typedBack).fill(code.slice(0, -1));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  // Spaces for hyphens and small letters are fine.
  await page.getByLabel(say.typedBack).fill(code.replaceAll('-', ' ').toLowerCase());
  await page.keyboard.press('Enter');

  await page.getByRole('navigation').waitFor();
  const state = await desk.call('session.state', {});
  expect(state.stage).toBe('ready');
  expect(state.clinic).toMatchObject({ name: clinic, site_name: site, language, time_zone: 'Africa/Cairo' });
  expect(page.problems).toEqual([]);
});

test('looks right and can be reached in both languages and themes, and loses nothing when they change', async () => {
  const desk = await freshDesk();
  const page = await openPage(browser(), desk);
  await page.getByLabel(en.clinicName).fill('Al Nour Clinics');
  await page.getByLabel(en.siteName).fill('Dokki');
  await checkInEveryLook(page, 'first-run-clinic');
  expect(await page.getByLabel(en.clinicName).inputValue()).toBe('Al Nour Clinics');

  await checkInEveryLook(page, 'first-run-countries', async () => {
    await page.getByRole('combobox', { name: new RegExp(`^(${en.country}|${ar.country})`) }).click();
    await page.getByRole('listbox').waitFor();
  });

  await page.getByRole('button', { name: en.next }).click();
  await typeAdministrator(page, words.en, 'Wael Abdallah');
  await checkInEveryLook(page, 'first-run-administrator');
  await page.getByRole('button', { name: en.create }).click();
  await page.getByRole('heading', { name: en.codeTitle }).waitFor();
  // A browser cannot print from here: what a PC without a printer shows.
  await page.getByRole('button', { name: enPaper.print }).click();
  await page.getByText(refusals.codes['paper.no_printing']!({})).waitFor();
  await checkInEveryLook(page, 'first-run-code');
});

test.each(['en', 'ar'] as const)('interrupted before the code was typed back, it leads to a new one (%s)', async (language) => {
  const say = words[language];
  const desk = await freshDesk();
  const page = await openPage(browser(), desk, { language, theme: 'light' });
  await page.getByLabel(say.clinicName).fill('Al Nour Clinics');
  await page.getByLabel(say.siteName).fill('Dokki');
  await page.getByRole('button', { name: say.next }).click();
  await typeAdministrator(page, say, 'Wael Abdallah');
  await page.getByRole('button', { name: say.create }).click();
  await page.getByRole('heading', { name: say.codeTitle }).waitFor();
  // The window was closed: what it had shown is gone.
  await desk.call('session.logout', {});
  await page.reload();
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: say.lostTitle }).waitFor();
  expect(await page.getByLabel(say.typedBack).count()).toBe(0);
  await checkInEveryLook(page, `first-run-interrupted-${language}`);
  await show(page, page.look);
  await page.keyboard.press('Enter');
  const code = (await page.getByRole('region', { name: say.recovery.code }).locator('.code').innerText()).replaceAll(/\s/g, '');
  await page.getByLabel(say.typedBack).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  expect((await desk.call('session.state', {})).stage).toBe('ready');
  expect(page.problems).toEqual([]);
});

test('says beside the field what is wrong, and goes back to it', async () => {
  const desk = await freshDesk();
  const page = await openPage(browser(), desk);
  await page.getByLabel(en.clinicName).fill('Al Nour Clinics');
  await page.getByLabel(en.siteName).fill('Dokki');
  await page.getByRole('button', { name: en.next }).click();
  await page.getByLabel(en.fullName).fill('Wael Abdallah');
  expect(await page.getByLabel(en.username).inputValue()).toBe('wael');
  for (const label of [en.password, en.passwordAgain]) await page.getByLabel(label, { exact: true }).fill('short');
  await page.getByRole('button', { name: en.create }).click();
  await page.getByText('At least 12 characters', { exact: true }).waitFor();
  expect(await page.getByLabel(en.password, { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect((await desk.call('session.state', {})).stage).toBe('first_run');
});
