// A doctor's own day on a real desk in a real browser: who waits, reps apart, one key into the chart, and what changed meanwhile.

import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PatientId } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { logIn, openPage, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN, type Login } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const SALMA: Login = { username: 'salma', password: 'seven slow grey herons' };

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

async function book(patient_id: PatientId, start: string, reason?: string): Promise<string> {
  const request = { doctor_id: clinic.doctors.salma, patient_id, date: clinic.today, start, minutes: 15, symptoms: [], ...(reason ? { reason } : {}) };
  return (await clinic.desk.call('appointments.book', request)).appointment.id;
}

beforeAll(async () => {
  clinic = await testClinic();
  const { call } = clinic.desk;
  const { one_time_password } = await call('accounts.create', { username: SALMA.username, full_name: 'Salma Fathy', role: 'doctor', grants: [], doctor_id: clinic.doctors.salma });
  await book(clinic.patients.mona, '09:00', 'Results of blood tests');
  const hany = await book(clinic.patients.hany, '10:00', 'Control');
  await call('appointments.arrive', { id: hany });
  const { company } = await call('companies.save', { name: 'EIPICO', phone: '19777' });
  const { rep } = await call('reps.save', { company_id: company.id, full_name: 'Rania Aziz', drug_specialty: 'Cardiology', phone: '0100 222 1188' });
  await call('rep_visits.book', { rep_id: rep.id, doctor_id: clinic.doctors.salma, date: clinic.today, start: '16:30', minutes: 10, products: [], attendees: [], as_request: false });
  await call('session.login', { username: SALMA.username, password: one_time_password! });
  await call('session.change_password', { current_password: one_time_password!, new_password: SALMA.password });
  await call('session.logout', {});
});
beforeEach(async () => {
  page = await openPage(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await clinic.desk.call('session.logout', {});
  await page.context().close();
});

const go = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
const row = (name: string) => page.locator('[data-my-visit]').filter({ hasText: name });

test('whoever waits is at hand, and reps stand apart', async () => {
  await logIn(page, SALMA);
  await page.getByRole('link', { name: 'My day' }).click();
  await row('Hany Mikhail').getByText(/waits/).waitFor();
  expect(await row('Hany Mikhail').getAttribute('aria-current')).toBe('true');
  await page.getByRole('region', { name: 'Medical reps' }).getByText('Rania Aziz').waitFor();
  expect(await page.getByText('Since your last look').count()).toBe(0);
  await expect.poll(async () => (await clinic.desk.call('drafts.list', {})).drafts.length).toBe(1);
  await checkInEveryLook(page, 'my-day');
});

test('what changed since the last look is told', async () => {
  await clinic.desk.call('session.login', ADMIN);
  await book(clinic.patients.omar, '11:00');
  await clinic.desk.call('session.logout', {});
  await logIn(page, SALMA);
  await go('#/my-day');
  await page.getByRole('region', { name: 'Since your last look' }).getByText(/Omar Hesham Abdelaziz.* was booked at 11:00/).waitFor();
  await checkInEveryLook(page, 'my-day-changed');
});

test('Enter starts the visit of whoever waits and opens the chart at it', async () => {
  await logIn(page, SALMA);
  await go('#/my-day');
  await row('Hany Mikhail').waitFor();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => row('سالم').getAttribute('aria-current')).toBe('true');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => row('Hany Mikhail').getAttribute('aria-current')).toBe('true');
  await page.keyboard.press('Enter');
  await page.getByLabel('Complaint').waitFor();
  await page.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
  expect(await page.getByLabel('Complaint').inputValue()).toBe('Control');
});

test('who has no patients of their own has no day of their own', async () => {
  await logIn(page, ADMIN);
  await page.locator('[role=grid]').waitFor();
  expect(await page.getByRole('link', { name: 'My day' }).count()).toBe(0);
});
