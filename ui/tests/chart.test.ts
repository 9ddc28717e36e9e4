// The chart on a real desk in a real browser: opened with one key from a visit, added to, refused to another doctor, opened in an emergency.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorId, PatientId } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { logIn, openPage, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN, type Login } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const SALMA: Login = { username: 'salma', password: 'seven slow grey herons' };
const NADINE: Login = { username: 'nadine', password: 'nine green paper boats' };

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let visit: string;

async function addDoctor({ username, password }: Login, full_name: string, doctor_id: DoctorId): Promise<void> {
  const { desk } = clinic;
  await desk.call('session.login', ADMIN);
  const { one_time_password } = await desk.call('accounts.create', { username, full_name, role: 'doctor', grants: [], doctor_id });
  await desk.call('session.login', { username, password: one_time_password! });
  await desk.call('session.change_password', { current_password: one_time_password!, new_password: password });
  await desk.call('session.logout', {});
}

/** Years of an older patient: what a chart is worth looking at for. */
async function fill(patient_id: PatientId): Promise<void> {
  const { call } = clinic.desk;
  await call('charts.save_allergy', { patient_id, allergen: 'Penicillin', reaction: 'anaphylaxis', severity: 'severe', noticed_on: '2019-03-14' });
  await call('charts.save_allergy', { patient_id, allergen: 'أسبرين', reaction: 'أزيز', severity: 'moderate', noticed_on: '2025-07-02' });
  await call('charts.save_condition', { patient_id, name: 'Type 2 diabetes', code: 'E11', diagnosed_on: '2021-05-01' });
  await call('charts.save_condition', { patient_id, name: 'ضغط مرتفع', code: 'I10', diagnosed_on: '2022-01-20' });
  await call('charts.save_medication', { patient_id, name: 'Cidophage 1000', dosage: '1 tablet', frequency: 'twice a day', first_date: '2021-05-01' });
  await call('charts.save_medication', { patient_id, name: 'Concor 5', dosage: '1 tablet', frequency: 'every morning', first_date: '2022-01-20', last_date: '2024-02-01' });
  const day = 86_400_000;
  for (const [ago, systolic, weight] of [[720, 158, 84], [540, 152, 83], [360, 150, 81], [180, 144, 80], [90, 148, 79]] as const) {
    await call('charts.save_vitals', {
      patient_id,
      measured_at: Date.now() - ago * day,
      values: { systolic_mmhg: systolic, diastolic_mmhg: systolic - 58, weight_grams: weight * 1000, pulse_per_minute: 70 + (ago % 13), temperature_tenths: 368, oxygen_percent: 97 },
      seen_twice: false,
    });
  }
}

beforeAll(async () => {
  clinic = await testClinic();
  await addDoctor(SALMA, 'Salma Fathy', clinic.doctors.salma);
  await addDoctor(NADINE, 'Nadine Boulos', clinic.doctors.nadine);
  await clinic.desk.call('session.login', ADMIN);
  const request = { doctor_id: clinic.doctors.salma, patient_id: clinic.patients.hany, date: clinic.tomorrow, start: '09:30', minutes: 15, symptoms: [], reason: 'Control' };
  visit = (await clinic.desk.call('appointments.book', request)).appointment.id;
  await fill(clinic.patients.hany);
  await clinic.desk.call('charts.import_codes', { base64: btoa('code,name\nJ01,Acute sinusitis\n') });
  await clinic.desk.call('session.logout', {});
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
const openChart = async () => {
  await go(`#/chart?id=${clinic.patients.hany}`);
  await page.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
};
const allergies = () => page.getByRole('region', { name: 'Allergies' }).first();

describe('the chart', () => {
  test('opens with one key from the selected visit and tells who it is', async () => {
    await logIn(page, SALMA);
    await go(`#/board?date=${clinic.tomorrow}`);
    await page.locator(`[data-visit="${visit}"]`).click();
    await page.keyboard.press('d');
    await page.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
    expect(await allergies().innerText()).toMatch(/Penicillin\u2069: \u2068anaphylaxis\u2069, severe/);
    await page.getByText('Opening this chart is recorded').waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText(/Visit.* · .*Dr Salma/).waitFor();
    await timeline.getByText('2019').waitFor();
    await page.getByRole('region', { name: /^Vital signs/ }).getByText('148/90').waitFor();
  });

  test('is well to look at and to hear', async () => {
    await logIn(page, SALMA);
    await openChart();
    await checkInEveryLook(page, 'chart');
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('table').waitFor();
    await checkInEveryLook(page, 'chart-table');
  });

  test('takes an allergy by the keys alone, and Ctrl Z takes it out again', async () => {
    await logIn(page, SALMA);
    await openChart();
    await page.keyboard.press('Shift+KeyA');
    await page.getByRole('dialog', { name: 'Add an allergy' }).waitFor();
    await page.keyboard.type('Latex');
    await page.keyboard.press('Enter');
    await allergies().getByText('Latex').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+KeyZ');
    await allergies().getByText('Latex').waitFor({ state: 'detached' });
  });

  test('asks again about rare values and refuses impossible ones', async () => {
    await logIn(page, SALMA);
    await openChart();
    await page.keyboard.press('Shift+KeyV');
    const dialog = page.getByRole('dialog', { name: 'Measure vital signs' });
    await dialog.getByLabel('Blood pressure').fill('210/95');
    await dialog.getByLabel('Temperature').fill('٣٧٩');
    await page.keyboard.press('Enter');
    await dialog.getByText('From 11.5 to 47').or(dialog.getByText(/^From /)).waitFor();
    await dialog.getByLabel('Temperature').fill('٣٧٫٩');
    await page.keyboard.press('Enter');
    await dialog.getByText('Look again, please').waitFor();
    await checkInEveryLook(page, 'chart-look-again');
    await dialog.getByLabel('Temperature').focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: /^Vital signs/ }).getByText('210/95').waitFor();
  });
});

describe('what happens at a visit', () => {
  test('is written with codes, kept as a draft, saved with its key, and followed up', async () => {
    await logIn(page, SALMA);
    await openChart();
    await page.getByRole('tab', { name: 'Visit' }).click();
    await page.getByText('Nothing is written yet.').waitFor();
    for (const step of ['arrive', 'start'] as const) await clinic.desk.call(`appointments.${step}`, { id: visit });
    const complaint = page.getByLabel('Complaint');
    await complaint.waitFor();
    await complaint.fill('Headache for three days');
    const diagnoses = page.getByRole('combobox', { name: 'Diagnoses' });
    await diagnoses.fill('sinus');
    await page.getByRole('option', { name: /Acute sinusitis/ }).waitFor();
    await diagnoses.press('ArrowDown');
    await diagnoses.press('Enter');
    await diagnoses.fill('Tired');
    await diagnoses.press('Enter');
    await page.getByText('Kept as a draft').waitFor();
    await expect.poll(async () => (await clinic.desk.call('drafts.list', {})).drafts.length).toBe(1);
    await go('#/board');
    await page.locator('[role=grid]').waitFor();
    await go(`#/chart?id=${clinic.patients.hany}&part=visit`);
    await page.getByText('Your draft, not saved yet').waitFor();
    expect(await complaint.inputValue()).toBe('Headache for three days');
    await page.getByRole('button', { name: '2 weeks' }).click();
    await checkInEveryLook(page, 'chart-visit');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Your draft, not saved yet').waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Timeline' }).getByText(/Acute sinusitis · Tired/).waitFor();
    expect((await clinic.desk.call('drafts.list', {})).drafts).toEqual([]);
    await page.keyboard.press('Control+KeyB');
    await expect.poll(async () => (await clinic.desk.call('patients.get', { id: clinic.patients.hany })).visits.length).toBe(2);
    const [booked] = (await clinic.desk.call('patients.get', { id: clinic.patients.hany })).visits;
    expect(booked!.doctor_id).toBe(clinic.doctors.salma);
    await page.keyboard.press('Control+KeyZ');
    await expect.poll(async () => (await clinic.desk.call('patients.get', { id: clinic.patients.hany })).visits.length).toBe(1);
  });

  test('is held by a call where it is online: one key begins both, one ends it and asks what came of it', async () => {
    const { call } = clinic.desk;
    await call('session.login', ADMIN);
    const request = { doctor_id: clinic.doctors.salma, patient_id: clinic.patients.omar, date: clinic.tomorrow, start: '11:00', minutes: 15, kind: 'online', symptoms: [] } as const;
    const { id } = (await call('appointments.book', { ...request, symptoms: [] })).appointment;
    await call('session.logout', {});
    await logIn(page, SALMA);
    await go(`#/chart?id=${clinic.patients.omar}&part=visit&visit=${id}`);
    const calls = page.getByRole('region', { name: 'Calls' });
    await calls.getByText('No call yet').waitFor();
    await page.keyboard.press('KeyO');
    await calls.getByText(/Video.*goes on/).waitFor();
    await page.getByText('In consultation').first().waitFor();
    await page.keyboard.press('KeyO');
    const dialog = page.getByRole('dialog', { name: 'About the call' });
    await dialog.getByLabel('What came of it').fill('Cough is better');
    await dialog.getByRole('button', { name: 'Identity checked' }).click();
    await dialog.getByRole('button', { name: 'To be seen in person' }).click();
    await dialog.getByLabel('Held with').fill('phone, mobile data');
    await checkInEveryLook(page, 'chart-call');
    await dialog.getByRole('button', { name: /^Save/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await calls.getByText('Cough is better').waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByText(/To be seen in person.*Cough is better/).waitFor();
    await checkInEveryLook(page, 'chart-calls');
    await page.keyboard.press('Control+KeyZ');
    await calls.getByText('Cough is better').waitFor({ state: 'detached' });
  });

  test('has tests that are ordered and answered', async () => {
    await logIn(page, SALMA);
    await openChart();
    await page.keyboard.press('Shift+KeyT');
    const order = page.getByRole('dialog', { name: 'Order a test' });
    await order.getByLabel('Test', { exact: true }).fill('HbA1c');
    await page.keyboard.press('Enter');
    await order.waitFor({ state: 'detached' });
    const tests = page.getByRole('region', { name: 'Tests' });
    await tests.getByText('awaited').waitFor();
    await tests.getByRole('button', { name: 'Change: HbA1c' }).click();
    const answer = page.getByRole('dialog', { name: 'Result of the test' });
    await answer.getByRole('textbox', { name: /^Result/ }).first().fill('8.4');
    await answer.getByRole('textbox', { name: /^Usual range/ }).fill('4.0-5.6');
    await page.keyboard.press('Enter');
    await tests.getByText('High').waitFor();
    await checkInEveryLook(page, 'chart-tests');
  });

  test('finds its codes in a list that was taken in whole or not at all', async () => {
    await logIn(page, ADMIN);
    await go('#/settings?part=codes');
    const picker = page.locator('input[type=file]');
    await picker.setInputFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from('code,name\nA00,Cholera\n,Nameless\n') });
    await page.getByText('1 row has something wrong, so nothing is taken in').waitFor();
    await checkInEveryLook(page, 'chart-codes-refused');
    await picker.setInputFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from('code,name,name_ar\nA00,Cholera,كوليرا\n') });
    await page.getByText(/^New: 1/).waitFor();
    await checkInEveryLook(page, 'chart-codes');
    await page.getByRole('button', { name: 'Take in' }).click();
    await page.getByText('2 codes').waitFor();
  });
});

describe('a chart of somebody else’s patient', () => {
  test('is refused, opens in an emergency with a password and a reason, and waits for review', async () => {
    await logIn(page, NADINE);
    await go(`#/chart?id=${clinic.patients.hany}`);
    await page.getByRole('heading', { name: 'This chart is not one of yours' }).waitFor();
    await checkInEveryLook(page, 'chart-refused');
    await page.getByLabel('Why it cannot wait').fill('Collapsed in the waiting room');
    await page.getByLabel('Your password', { exact: true }).fill('not the right one at all');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Your password', { exact: true }).fill(NADINE.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
    await page.getByText('Opened in an emergency').first().waitFor();
    await checkInEveryLook(page, 'chart-glass');
  });

  test('is looked into by an administrator', async () => {
    await logIn(page, ADMIN);
    await go('#/attention');
    await page.getByRole('button', { name: 'Look into them' }).click();
    await page.getByText('Collapsed in the waiting room').waitFor();
    await checkInEveryLook(page, 'chart-reviews');
    await page.getByLabel('What you found').fill('She was on call');
    await page.keyboard.press('Enter');
    await page.getByText('She was on call').waitFor();
    await page.getByRole('button', { name: 'What was done with it' }).click();
    await page.getByText('Chart opened in an emergency').first().waitFor();
  });
});
