// The closing report of a day, on a real desk in a real browser: its figures, what stands open with the ways to an end, the paper.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { openBoard, useBrowser, type DeskPage } from './harness/browser.ts';
import { checkInEveryLook } from './harness/looks.ts';
import { saved } from './harness/pdf.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let omar: Appointment;

beforeAll(async () => {
  clinic = await testClinic();
  const { salma, karim } = clinic.doctors;
  const book = async (patient: 'omar' | 'mona' | 'hany', doctor_id: string, start: string) => {
    const request = { doctor_id, patient_id: clinic.patients[patient], date: clinic.tomorrow, start, minutes: 15, symptoms: [] };
    return (await clinic.desk.call('appointments.book', request)).appointment;
  };
  omar = await book('omar', salma, '09:30');
  const off = await book('hany', salma, '10:00');
  await clinic.desk.call('appointments.cancel', { id: off.id, cancelled_by: 'doctor' });
  const over = await book('mona', karim, '10:00');
  for (const step of ['arrive', 'start', 'complete'] as const) await clinic.desk.call(`appointments.${step}`, { id: over.id });
  const overbooked = { doctor_id: salma, patient_id: clinic.patients.hany, date: clinic.tomorrow, start: '13:15', minutes: 15, symptoms: [], overbook_reason: 'High fever' };
  await clinic.desk.call('appointments.book', overbooked);
  const { company } = await clinic.desk.call('companies.save', { name: 'EIPICO', phone: '19777' });
  const { rep } = await clinic.desk.call('reps.save', { company_id: company.id, full_name: 'Rania Aziz', drug_specialty: 'Cardiology', phone: '0100 222 1188' });
  await clinic.desk.call('rep_visits.book', { rep_id: rep.id, doctor_id: karim, date: clinic.tomorrow, start: '16:30', minutes: 10, products: [], attendees: [], as_request: false });
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
  await page.evaluate((hash) => (location.hash = hash), `#/board?date=${clinic.tomorrow}`);
  await page.locator(`[data-visit="${omar.id}"]`).waitFor();
  await page.keyboard.press('Shift+KeyE');
  await page.getByRole('heading', { name: 'What still stands open' }).waitFor();
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

/** What stands beside a figure's name. */
const figure = (name: string) => page.locator('dl > div').filter({ has: page.locator('dt', { hasText: name }) });

describe('the closing report', () => {
  test('opens at the day of the board with one key and counts it', async () => {
    await expect.poll(() => figure('Booked').first().innerText()).toContain('4');
    expect(await figure('Cancelled').innerText()).toContain('doctor 1');
    expect(await figure('Arrived').innerText()).toContain('completed 1');
    const salma = page.getByRole('row', { name: /Dr Salma Fathy/ });
    expect(await salma.locator('td').allInnerTexts()).toEqual(['3', '–', '–', '–', '1', '–', '1', '–', '–', '–']);
    expect(await page.getByRole('listitem').filter({ hasText: 'High fever' }).count()).toBe(1);
  });

  test('names what is open, and each has a way to its end', async () => {
    const open = page.locator('section', { has: page.getByRole('heading', { name: 'What still stands open' }) });
    const row = open.getByRole('listitem').filter({ hasText: 'Omar Hesham Abdelaziz' });
    await row.getByRole('button', { name: /^No-show/ }).click();
    await row.waitFor({ state: 'detached' });
    expect(await figure('No-show').innerText()).toContain('1');
    await page.keyboard.press('Control+KeyZ');
    await row.waitFor();
    await open.getByRole('listitem').filter({ hasText: 'Rania Aziz' }).getByRole('button', { name: /^On the board/ }).click();
    await page.locator('[role=grid]').waitFor();
  });

  test('goes on paper with the same figures', async () => {
    await page.keyboard.press('Control+KeyP');
    const paper = await saved(page, 'Save as PDF');
    for (const words of ['Closing report', 'Dr Salma Fathy', 'High fever', 'Omar Hesham Abdelaziz', 'Rania Aziz', 'Signature']) expect(paper).toContain(words);
  });

  test('is well to look at and to hear', async () => {
    await checkInEveryLook(page, 'closing-report');
  });

  test('turns to the day before with one key', async () => {
    await page.keyboard.press('PageUp');
    await page.getByText('Nothing: every visit has its end.').waitFor();
    await page.keyboard.press('PageDown');
    await page.getByText('Omar Hesham Abdelaziz').first().waitFor();
  });
});
