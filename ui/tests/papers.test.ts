// What the front desk prints, from the screens that offer it to the text on the paper, on a real desk in a real browser.

import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { openBoard, useBrowser, type DeskPage } from './harness/browser.ts';
import { checkInEveryLook } from './harness/looks.ts';
import { saved } from './harness/pdf.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let visit: Appointment;

beforeAll(async () => {
  clinic = await testClinic();
  const book = async (who: 'omar' | 'mona', doctor_id: string, start: string) =>
    (await clinic.desk.call('appointments.book', { doctor_id, patient_id: clinic.patients[who], date: clinic.tomorrow, start, minutes: 15, symptoms: [] })).appointment;
  visit = await book('omar', clinic.doctors.salma, '09:30');
  await book('mona', clinic.doctors.karim, '10:00');
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
  await page.evaluate((hash) => (location.hash = hash), `#/board?date=${clinic.tomorrow}&visit=${visit.id}`);
  await page.locator(`[data-visit="${visit.id}"]`).waitFor();
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

const made = async (kind: string) => (await clinic.desk.call('ledger.list', { kind })).operations.length;

describe('the day’s agenda', () => {
  test('is asked for with one key, of all doctors or of one, and says so in the language that was chosen', async () => {
    const before = await made('papers.agenda');
    await page.keyboard.press('Control+KeyP');
    const dialog = page.getByRole('dialog', { name: 'Print the day’s agenda' });
    const all = await saved(page, 'Save as PDF');
    for (const words of ['Dr Salma Fathy', 'Dr Karim Naguib', 'Omar Hesham Abdelaziz', 'سالم', '0100 482 7719']) expect(all).toContain(words);
    await dialog.getByText('Saved.').waitFor();

    await dialog.getByLabel('Whose').click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    await dialog.getByRole('radio', { name: 'العربية' }).check();
    const one = await saved(page, 'Save as PDF');
    expect(one).toContain('سلمى فتحي');
    expect(one).toContain('Omar Hesham Abdelaziz');
    expect(one).not.toContain('سالم');
    expect(await made('papers.agenda')).toBe(before + 2);
  });

  test('says in words that a browser has no printer, and leaves the other way', async () => {
    await page.getByRole('button', { name: 'Print the day’s agenda' }).click();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Print the day’s agenda' });
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Save as PDF' }).waitFor();
  });

  test('is well to look at and to hear while it is asked for', async () => {
    await checkInEveryLook(page, 'paper-agenda', async () => {
      await page.keyboard.press('Control+KeyP');
      await page.getByRole('dialog').waitFor();
    });
  });
});

describe('an appointment slip', () => {
  test('comes from the selected visit, on half a sheet or a strip', async () => {
    await page.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: /Print the slip/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Print an appointment slip' });
    await dialog.getByRole('radio', { name: 'Strip, 80 mm' }).check();
    const slip = await saved(page, 'Save as PDF');
    for (const words of [visit.ref, 'Omar Hesham Abdelaziz', 'Dr Salma Fathy', '09:30']) expect(slip).toContain(words);
  });

  test('is well to look at and to hear while it is asked for', async () => {
    await checkInEveryLook(page, 'paper-slip', async () => {
      await page.keyboard.press('Control+Shift+KeyP');
      await page.getByRole('dialog').waitFor();
    });
  });
});

describe('a rebook list', () => {
  test('is made of the worklist on the screen', async () => {
    const closure = { doctor_id: clinic.doctors.karim, first_date: clinic.tomorrow, last_date: clinic.tomorrow, reason: 'Sick leave' };
    const { worklist } = await clinic.desk.call('closures.add', closure);
    await page.evaluate((hash) => (location.hash = hash), `#/rebooking?list=${worklist}`);
    await page.locator('[data-rebook]').waitFor();
    await checkInEveryLook(page, 'paper-rebook', async () => {
      await page.keyboard.press('Control+KeyP');
      await page.getByRole('dialog').waitFor();
    });
    await page.getByRole('button', { name: 'Print the list' }).click();
    const list = await saved(page, 'Save as PDF');
    for (const words of ['Sick leave', 'سالم', '0122 900 1144', '10:00', 'Dr Karim Naguib']) expect(list).toContain(words);
  });
});

describe('an agenda for a calendar', () => {
  const opened = async () => {
    await page.keyboard.press('Control+KeyP');
    await page.getByRole('button', { name: 'For a calendar…' }).click();
    return page.getByRole('dialog', { name: 'Save an agenda for a calendar' });
  };

  test('is saved as a file that tells no name unless it is asked to', async () => {
    const file = async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Save the file/ }).click()]);
      expect(download.suggestedFilename()).toMatch(/\.ics$/);
      return readFileSync(await download.path(), 'utf8');
    };
    const dialog = await opened();
    await dialog.getByLabel('Whose').click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    const busy = await file();
    expect(busy).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(busy).toContain('SUMMARY:Busy');
    for (const secret of ['Omar', 'Hesham', visit.ref, '7719']) expect(busy).not.toContain(secret);
    await dialog.getByRole('radio', { name: 'Names' }).check();
    await dialog.getByText('leave this PC readable').waitFor();
    expect(await file()).toContain('SUMMARY:Omar Hesham Abdelaziz');
  });

  test('asks for days in their order', async () => {
    const dialog = await opened();
    await dialog.getByLabel('Until').first().fill('yesterday');
    await page.keyboard.press('Tab');
    await dialog.getByText('Lies before the first day').waitFor();
    expect(await dialog.getByRole('button', { name: /Save the file/ }).isDisabled()).toBe(true);
  });

  test('is well to look at and to hear', async () => {
    await checkInEveryLook(page, 'paper-calendar', async () => {
      await page.keyboard.press('Control+KeyP');
      await page.getByRole('button', { name: /^(For a calendar|لتطبيق تقويم)/ }).click();
      await page.getByRole('button', { name: /Save the file|حفظ الملف/ }).waitFor();
    });
  });
});
