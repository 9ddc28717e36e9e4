// What comes over a screen and goes again: panels, dialogs, menus, the lock. Each in every language and theme, on the demo clinic.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousIssues } from './harness/axe.ts';
import { logIn, LOOKS, openPage, picture, show, useBrowser, type DeskPage, type Look } from './harness/browser.ts';
import { demoDesk, type Login, type TestDesk } from './harness/desk.ts';
import { ar as appAr } from '../messages/app/ar.ts';
import { en as appEn } from '../messages/app/en.ts';
import { sentences as auditAr } from '../messages/audit/ar.ts';
import { sentences as auditEn } from '../messages/audit/en.ts';
import { ar as closuresAr } from '../messages/closures/ar.ts';
import { en as closuresEn } from '../messages/closures/en.ts';

const browser = useBrowser();
let desk: TestDesk;
let admin: Login;
let page: DeskPage;

const WORDS = {
  en: { app: appEn, audit: auditEn, closures: closuresEn },
  ar: { app: appAr, audit: auditAr, closures: closuresAr },
} as const;

beforeAll(async () => {
  desk = await demoDesk();
  admin = desk.logins.find(({ role }) => role === 'admin')!;
  page = await openPage(browser(), desk);
  await logIn(page, admin);
});
afterAll(() => expect(page.problems).toEqual([]));

type Words = (typeof WORDS)[Look['language']];

async function go(place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), place);
}

async function onBoard(...keys: string[]): Promise<void> {
  await go('#/board');
  await page.locator('[role=grid]').waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const key of keys) await page.keyboard.press(key);
}

const dialog = () => page.getByRole('dialog');

/** Selects a visit of today that can still be cancelled; the demo clinic has one whenever it is made. */
async function selectOpenVisit(): Promise<void> {
  const { today } = await desk.call('agenda.day', { date: '2000-01-01' });
  const { appointments } = await desk.call('agenda.day', { date: today });
  const { id } = appointments.find(({ status }) => status === 'scheduled' || status === 'confirmed')!;
  await onBoard();
  await page.locator(`[data-visit="${id}"]`).click();
}

const FLOATING: readonly { name: string; bring: (words: Words) => Promise<void> }[] = [
  { name: 'the palette', bring: () => onBoard('Control+KeyK') },
  { name: 'the sheet of keys', bring: () => onBoard('Shift+Slash') },
  { name: 'the finder of patients', bring: () => onBoard('F2') },
  { name: 'the choice of a day', bring: () => onBoard('g') },
  {
    name: 'the account’s menu',
    bring: async () => {
      await onBoard();
      await page.getByRole('button', { name: 'Mona Adel Fahmy' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'the change of a password',
    bring: async ({ app }) => {
      await onBoard();
      await page.getByRole('button', { name: 'Mona Adel Fahmy' }).click();
      await page.getByRole('menuitem', { name: app.changePassword }).click();
    },
  },
  {
    name: 'the cancelling of a visit',
    bring: async () => {
      await selectOpenVisit();
      await page.keyboard.press('Delete');
    },
  },
  {
    name: 'a new closure',
    bring: async ({ closures }) => {
      await go('#/hours?part=closures');
      await page.getByRole('button', { name: closures.add }).click();
    },
  },
  {
    name: 'the holidays',
    bring: async ({ closures }) => {
      await go('#/hours?part=closures');
      await page.getByRole('button', { name: closures.holidays }).click();
    },
  },
  {
    name: 'the verified ledger',
    bring: async ({ audit }) => {
      await go('#/audit');
      await page.getByRole('button', { name: audit.verify, exact: true }).click();
    },
  },
];

describe.each(LOOKS)('in $language, $theme', (look) => {
  beforeAll(() => show(page, look));

  test.each(FLOATING)('$name has no serious issue', async ({ name, bring }) => {
    await bring(WORDS[look.language]);
    await dialog().or(page.getByRole('menu')).first().waitFor();
    await page.waitForTimeout(250);
    await picture(page, `floating-${name.replaceAll(/[^a-z]+/g, '-')}-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), name).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await dialog().count()) + (await page.getByRole('menu').count())).toBe(0);
  });

  test('the lock has no serious issue', async () => {
    await onBoard('Control+KeyL');
    await page.locator('input[type=password]').waitFor();
    await picture(page, `floating-lock-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await page.locator('[role=grid]').waitFor();
  });
});
