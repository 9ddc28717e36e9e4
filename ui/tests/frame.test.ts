// The window while somebody works: keys, palette, sheet of keys, language, theme.

import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { ar } from '../messages/app/ar.ts';
import { en } from '../messages/app/en.ts';
import { seriousIssues } from './harness/axe.ts';
import { logIn, LOOKS, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN, foundedDesk, type TestDesk } from './harness/desk.ts';

const browser = useBrowser();
let desk: TestDesk;
beforeAll(async () => {
  desk = await foundedDesk();
});

// Every page sits on the one seat of the desk: the next test finds it free.
afterEach(() => desk.call('session.logout', {}).catch(() => undefined));

async function working(language: 'en' | 'ar' = 'en'): Promise<DeskPage> {
  const page = await openPage(browser(), desk, { language, theme: 'light' });
  await logIn(page, ADMIN);
  return page;
}

/** A key as it arrives under another keyboard layout: the same place, another letter. */
async function pressUnderArabicLayout(page: Page, code: string, key: string): Promise<void> {
  await page.evaluate(
    ([place, letter]) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { code: place, key: letter, bubbles: true, cancelable: true }));
    },
    [code, key] as const,
  );
}

test('every screen of the rail opens, and is right in both languages and themes', async () => {
  const page = await working();
  const screens = await page.getByRole('navigation', { name: en.mainMenu }).getByRole('link').count();
  expect(screens).toBeGreaterThan(0);
  for (let screen = 0; screen < screens; screen += 1) {
    await show(page, LOOKS[0]!);
    await page.getByRole('navigation', { name: en.mainMenu }).getByRole('link').nth(screen).click();
    const id = /#\/([a-z-]+)/.exec(await page.evaluate(() => location.hash))![1];
    for (const look of LOOKS) {
      await show(page, look);
      await page.waitForLoadState('networkidle');
      await picture(page, `screen-${id}-${look.language}-${look.theme}`);
      expect.soft(await seriousIssues(page), `${id} in ${look.language}, ${look.theme}`).toEqual([]);
    }
  }
  expect(page.problems).toEqual([]);
});

test('the page runs under the policy of the window', async () => {
  const page = await working();
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    return document.title === 'ran';
  });
  expect(ran).toBe(false);
});

test('the palette finds a command by part of its name and runs it', async () => {
  const page = await working();
  await page.keyboard.press('Control+KeyK');
  await page.getByRole('combobox', { name: en.palettePlaceholder }).fill('dark');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
  expect(await page.getByRole('listbox', { name: en.commands }).count()).toBe(0);
});

test('the palette speaks Arabic, however it is spelt', async () => {
  const page = await working('ar');
  await page.keyboard.press('Control+KeyK');
  await page.getByRole('combobox', { name: ar.palettePlaceholder }).fill('الانجليزيه');
  await picture(page, 'palette-ar');
  expect(await seriousIssues(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.locator('html[lang=en]').waitFor();
});

test('the sheet of keys opens by ? and lists what works', async () => {
  const page = await working();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Shift+Slash');
  const sheet = page.getByRole('dialog', { name: en.keysTitle });
  await sheet.waitFor();
  for (const caps of ['Ctrl K', 'Ctrl Z', 'Ctrl L']) expect(await sheet.getByText(caps, { exact: true }).count()).toBe(1);
  await picture(page, 'keys');
  expect(await seriousIssues(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
});

test('single keys work by their place under an Arabic layout, and are typed where a field has focus', async () => {
  const page = await working();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressUnderArabicLayout(page, 'Slash', 'ظ');
  const find = page.locator('input:focus');
  await find.waitFor();
  await page.keyboard.type('/b');
  expect(await find.inputValue()).toBe('/b');
});

test('nothing to undo is said, not hidden', async () => {
  const page = await working();
  await page.keyboard.press('Control+KeyZ');
  await page.getByRole('alert').filter({ hasText: /nothing to undo|cannot be undone/ }).waitFor();
});

test('what was said follows the language, and its way back as well', async () => {
  const page = await working();
  const { patient } = await desk.call('patients.register', { full_name: 'Hany Mikhail', phones: ['0122 614 0937'], favourite_doctors: [] });
  await page.evaluate((id) => (location.hash = `#/patients?id=${id}&edit=1`), patient.id);
  await page.getByRole('textbox', { name: 'Email' }).fill('hany@example.org');
  await page.getByRole('button', { name: /^Save/ }).click();
  const said = page.getByRole('status').filter({ hasText: 'Hany Mikhail' });
  await said.getByRole('button', { name: en.undo }).waitFor();
  const before = await said.innerText();
  await show(page, { language: 'ar', theme: 'light' });
  await said.getByRole('button', { name: ar.undo }).waitFor();
  expect(await said.innerText()).not.toContain(before.split('\n')[0]!);
  await page.keyboard.press('Control+z');
  await page.getByText(ar.undone).waitFor();
  expect(page.problems).toEqual([]);
});

test('the account menu works by keys, and its theme applies at once', async () => {
  const page = await working();
  await page.getByRole('button', { name: 'Wael Abdallah' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await picture(page, 'account-menu');
  expect(await seriousIssues(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
});

test('twice magnified, nothing is lost and nothing scrolls sideways', async () => {
  const page = await openPage(browser(), desk);
  await page.setViewportSize({ width: 720, height: 450 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.locator('input[type=password]').waitFor();
  expect(await overflow()).toBe(0);
  await logIn(page, ADMIN);
  for (const language of ['en', 'ar'] as const) {
    await show(page, { language, theme: 'light' });
    expect(await overflow()).toBe(0);
    expect(await seriousIssues(page)).toEqual([]);
    await picture(page, `magnified-${language}`);
  }
});

test('a reload comes back to the same screen, logged in', async () => {
  const page = await working();
  await page.getByRole('navigation', { name: en.mainMenu }).getByRole('link').last().click();
  const before = await page.evaluate(() => location.hash);
  await page.reload();
  await page.getByRole('navigation', { name: en.mainMenu }).waitFor();
  expect(await page.evaluate(() => location.hash)).toBe(before);
});
