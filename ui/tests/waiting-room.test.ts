// The window of the waiting room, as its own page on a real desk: numbers and doors, whoever sits at the desk or not, and no patient.

import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { seriousIssues } from './harness/axe.ts';
import { picture, useBrowser } from './harness/browser.ts';
import { ADMIN } from './harness/desk.ts';
import type { BrowserContext, Page } from 'playwright-core';

const browser = useBrowser();
let clinic: TestClinic;
let context: BrowserContext;

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

beforeAll(async () => {
  clinic = await testClinic();
  const blocks = WEEK.map((weekday) => ({ weekday, starts: '00:00', ends: '24:00' }));
  for (const doctor_id of [clinic.doctors.salma, clinic.doctors.karim]) await clinic.desk.call('hours.set', { doctor_id, blocks });
});
afterEach(async () => {
  await context.close();
});

async function open(): Promise<Page> {
  context = await browser().newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const address = new URL(clinic.desk.url);
  address.pathname = '/waiting-room.html';
  await page.goto(address.href);
  return page;
}

/** Somebody is here for the doctor: taken in over whatever is booked at this minute, at any hour of the day. */
async function here(who: keyof TestClinic['patients'], doctor: keyof TestClinic['doctors']): Promise<void> {
  await clinic.desk.call('queue.walk_in', {
    patient_id: clinic.patients[who],
    doctor_id: clinic.doctors[doctor],
    into: 'queue',
    minutes: 1,
    overbook_reason: 'Is here',
  });
}

/** By day and by night, as the system has it. */
async function looksRight(page: Page, language: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await picture(page, `waiting-room-${language}-${theme}`);
    expect(await seriousIssues(page), `${language}, ${theme}`).toEqual([]);
  }
}

describe('the waiting room', () => {
  test('shows a call within moments, in the clinic’s language, and never who it is', async () => {
    const page = await open();
    await page.getByText('Welcome').waitFor();
    await here('omar', 'salma');
    await here('hany', 'salma');
    await here('mona', 'karim');
    await page.getByRole('heading', { name: 'Dr Salma Fathy' }).waitFor();
    await clinic.desk.call('queue.call_next', { doctor_id: clinic.doctors.salma });
    const door = page.getByRole('listitem').filter({ hasText: 'Dr Salma Fathy' });
    await expect.poll(() => door.locator('strong').innerText(), { timeout: 30_000 }).toBe('1');
    expect(await door.innerText()).toContain('2');
    await looksRight(page, 'en');
    const told = await page.content();
    for (const name of ['Omar', 'Hany', 'منى', '0100', '0122', 'PAT-', 'APT-']) expect(told).not.toContain(name);

    // Nobody sits at the desk: the numbers still hang there.
    await clinic.desk.call('session.lock', {});
    await page.reload();
    await expect.poll(() => door.locator('strong').innerText(), { timeout: 30_000 }).toBe('1');
    await clinic.desk.call('session.unlock', { password: ADMIN.password });

    const { settings } = await clinic.desk.call('settings.get', {});
    await clinic.desk.call('settings.set', { ...settings, language: 'ar' });
    await page.locator('html[lang=ar][dir=rtl]').waitFor();
    await page.getByRole('heading', { name: 'د. سلمى فتحي' }).waitFor();
    await looksRight(page, 'ar');
  });
});
