// The browser, and the pages of a test: each in a language and a theme.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, TestRunner } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromium as executablePath, here, pictures } from './places.ts';
import { ADMIN, stopDesks, type Login, type TestDesk } from './desk.ts';

export type Look = { language: 'en' | 'ar'; theme: 'light' | 'dark' };

/** Every screen is shown and checked in all of them. */
export const LOOKS: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'ar', theme: 'light' },
  { language: 'ar', theme: 'dark' },
];

/** The window's own content security policy, so that what it forbids fails here already. Only the desk's door differs. */
const POLICY = Object.entries({ ...windowPolicy(), 'connect-src': "'self'" })
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

function windowPolicy(): Record<string, string> {
  const text = readFileSync(here('../../../src-tauri/tauri.conf.json'), 'utf8');
  return (JSON.parse(text) as { app: { security: { csp: Record<string, string> } } }).app.security.csp;
}

/** One browser for the tests of a file; closed after the last one, with every desk that still runs. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stopDesks();
  });
  return () => browser!;
}

/** A page of the desk. Errors in its console fail whatever waits for `page.problems` to stay empty. */
export async function openPage(browser: Browser, desk: TestDesk, look: Look = LOOKS[0]!): Promise<DeskPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await desk.call('preferences.set', look);
  const page = (await context.newPage()) as DeskPage;
  page.desk = desk;
  page.look = look;
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  await page.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': POLICY } });
    },
  );
  await slowDown(page);
  tellWhenFailed(page);
  await page.goto(desk.url);
  return page;
}

/** A worse machine, for whoever hunts what only fails there: the page so many times slower, each answer up to so many milliseconds late. */
async function slowDown(page: DeskPage): Promise<void> {
  const { CLINIC_DESK_SLOWER: times, CLINIC_DESK_LATER: late } = process.env;
  if (times !== undefined) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(times) });
  }
  if (late !== undefined) {
    await page.route('**/rpc', async (route) => {
      await new Promise((go) => setTimeout(go, Math.random() * Number(late)));
      // The page may be gone by now.
      await route.continue().catch(() => undefined);
    });
  }
}

/** Before the page of a failed test goes, it says what was on it: of another machine that is all one gets to see. */
function tellWhenFailed(page: DeskPage): void {
  const context = page.context();
  const close = context.close.bind(context);
  context.close = async (options) => {
    if (TestRunner.getCurrentTest()?.result?.state === 'fail') {
      const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300)).catch(String);
      const shown = await page.locator('body').ariaSnapshot().catch(String);
      console.error(`what the page showed at ${new Date().toISOString()}, focus at ${focus}:\n${shown}`);
    }
    await close(options);
  };
}

export type DeskPage = Page & {
  desk: TestDesk;
  /** What was asked for when it was opened: a login brings the account's own, and is followed by this again. */
  look: Look;
  /** What went wrong in the page: uncaught errors and what the console says in red. */
  problems: string[];
};

/** Gives a password at the tiles and waits for the work to appear. */
export async function logIn(page: DeskPage, { username, password }: Login): Promise<void> {
  await page.locator(`[data-username="${username}"]`).click();
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await show(page, page.look);
}

/** A page at the board with the administrator there. The seat is the desk's: after the first page, or the making of a clinic, somebody sits already. */
export async function openBoard(browser: Browser, desk: TestDesk): Promise<DeskPage> {
  const page = await openPage(browser, desk);
  const grid = page.locator('[role=grid]').first();
  await Promise.race([grid.waitFor(), page.locator('input[type=password]').waitFor()]);
  if (!(await grid.isVisible())) await logIn(page, ADMIN);
  await grid.waitFor();
  return page;
}

/** Changes the language and theme of an open page from another door of its desk: nothing is reloaded. */
export async function show(page: DeskPage, look: Look): Promise<void> {
  await page.desk.call('preferences.set', look);
  await shows(page, look);
}

/** Waits until the page has this language and theme. */
export async function shows(page: Page, { language, theme }: Look): Promise<void> {
  await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor();
}

/** Keeps a picture, where somebody wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  // Two frames, so that what was asked for is drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
