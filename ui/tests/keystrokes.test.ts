// How many keys and clicks the front desk's commonest tasks take an expert who makes no mistake, in both languages. The goals are
// promises: a screen that asks for one key more fails here. All of them stand in this one file.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { logIn, openBoard, openPage, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN, attentionDesk, type Login } from './harness/desk.ts';
import { Hands } from './harness/hands.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

const GOALS = { book: 8, find: 6, walkIn: 8, arrive: 1, move: 12, close: 16, summary: 8, print: 3, settle: 5, prescribe: 15, occupancy: 6, chart: 1, chartByPhone: 7, encounter: 1 };

/** What differs between the languages: what is typed, and what stands on the buttons. */
const LANGUAGES = [
  {
    language: 'en',
    // Not "mon", which is a Monday.
    patient: { id: 'omar', letters: ['o', 'm', 'a'] },
    tomorrow: ['t', 'o', 'm', 'o', 'r', 'r', 'o', 'w'],
    words: { hours: 'Hours', closures: 'Closures', close: 'Close or open time', firstDay: 'First day', arrive: 'Arrive' },
    occupancy: ['o', 'c', 'c'],
    chart: { timeline: 'Timeline', complaint: 'Complaint' },
    lines: [['a', 'u', 'g'], ['p', 'a', 'n']],
    rep: { doctor: 'karim', title: /What came of .*Adel Samir/, inside: /With the doctor/, topic: 'New dose or form', feedback: 'Interested' },
  },
  {
    language: 'ar',
    patient: { id: 'mona', letters: ['م', 'ن', 'ى'] },
    tomorrow: ['ب', 'ك', 'ر', 'ة'],
    words: { hours: 'مواعيد العمل', closures: 'أيام الإغلاق', close: 'إغلاق أو فتح وقت', firstDay: 'أول يوم', arrive: 'حضور' },
    occupancy: ['ا', 'ش', 'غ'],
    chart: { timeline: 'السجل الزمني', complaint: 'الشكوى' },
    lines: [['ا', 'و', 'ج'], ['ب', 'ا', 'ن']],
    rep: { doctor: 'salma', title: /ما نتج عن زيارة .*Adel Samir/, inside: /عند الطبيب/, topic: 'جرعة أو شكل جديد', feedback: 'مهتم' },
  },
] as const;

/** Salma herself. */
const DOCTOR: Login = { username: 'salma', password: 'seven slow grey herons' };
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
let rep: string;

beforeAll(async () => {
  clinic = await testClinic();
  const { call } = clinic.desk;
  // The desk's clock is the machine's: whoever walks in finds somebody at work, whenever the test runs.
  await call('hours.set', { doctor_id: clinic.doctors.nadine, blocks: WEEK.map((weekday) => ({ weekday, starts: '00:00', ends: '24:00' })) });
  const { company } = await call('companies.save', { name: 'Nile Pharma' });
  const { one_time_password } = await call('accounts.create', { username: DOCTOR.username, full_name: 'Salma Fathy', role: 'doctor', grants: [], doctor_id: clinic.doctors.salma });
  ({ id: rep } = (await call('reps.save', { company_id: company.id, full_name: 'Adel Samir' })).rep);
  await call('session.login', { username: DOCTOR.username, password: one_time_password! });
  await call('session.change_password', { current_password: one_time_password!, new_password: DOCTOR.password });
  await call('session.login', ADMIN);
});

beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});

afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
  await clinic.desk.call('drafts.discard', { name: 'booking' });
  for (const date of [clinic.today, clinic.tomorrow]) {
    for (const { id } of await expected(date)) await clinic.desk.call('appointments.cancel', { id });
  }
  for (const { id } of (await clinic.desk.call('closures.list', {})).closures) await clinic.desk.call('closures.remove', { id });
});

async function expected(date: string): Promise<Appointment[]> {
  const { appointments } = await clinic.desk.call('agenda.day', { date });
  return appointments.filter(({ status }) => status !== 'cancelled');
}

async function book(date: string, start: string, who: 'omar' | 'mona' | 'hany' = 'hany'): Promise<Appointment> {
  const { salma } = clinic.doctors;
  const request = { doctor_id: salma, patient_id: clinic.patients[who], date, start, minutes: 15, symptoms: [] };
  return (await clinic.desk.call('appointments.book', request)).appointment;
}

/** Nothing counted would be hands that nobody saw: that is a broken count, not a good one. */
async function expectAtMost(hands: Hands, goal: number): Promise<void> {
  const { keys, clicks } = await hands.counted();
  console.info(`${expect.getState().currentTestName}: ${keys} keys, ${clicks} clicks`);
  expect(keys + clicks).toBeGreaterThan(0);
  expect(keys + clicks).toBeLessThanOrEqual(goal);
}

/** From here on the desk's clock on the screen says half past nine: the visits of the day are still to come, whenever the test runs. */
async function morning(): Promise<void> {
  await page.route('**/rpc', async (route) => {
    if (!(route.request().postData() ?? '').includes('agenda.day')) return route.fallback();
    const response = await route.fetch();
    const body = (await response.json()) as { result: object };
    await route.fulfill({ response, json: { ...body, result: { ...body.result, now: '09:30' } } });
  });
}

describe.each(LANGUAGES)('keys and clicks in $language', ({ language, patient, tomorrow, words, lines, occupancy, rep: said }) => {
  beforeEach(() => show(page, { language, theme: 'light' }));

  test(`a known patient is booked into the next free time with ${GOALS.book}`, async () => {
    const hands = await Hands.on(page);
    await hands.press('b', ...patient.letters, 'Enter', 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const booked = [...(await expected(clinic.today)), ...(await expected(clinic.tomorrow))];
    expect(booked.map(({ patient_id }) => patient_id)).toEqual([clinic.patients[patient.id]]);
    await expectAtMost(hands, GOALS.book);
  });

  test(`a patient is found by the last four digits of the phone with ${GOALS.find}`, async () => {
    const hands = await Hands.on(page);
    await hands.press('F2', '7', '7', '1', '9', 'Enter');
    await page.getByRole('heading', { name: 'Omar Hesham Abdelaziz' }).waitFor();
    await expectAtMost(hands, GOALS.find);
  });

  test(`a known patient walks in with ${GOALS.walkIn}`, async () => {
    const hands = await Hands.on(page);
    await hands.press('w');
    const panel = page.getByRole('dialog');
    await panel.getByRole('textbox').first().waitFor();
    await hands.press(...patient.letters, 'Enter');
    await panel.getByRole('heading', { level: 3 }).waitFor();
    await hands.press('Enter');
    await panel.waitFor({ state: 'detached' });
    const here = (await clinic.desk.call('queue.now', {})).doctors.flatMap(({ waiting }) => waiting);
    expect(here.map(({ patient_id, number }) => [patient_id, number !== null])).toEqual([[clinic.patients[patient.id], true]]);
    await expectAtMost(hands, GOALS.walkIn);
  });

  test(`whoever is due is checked in with ${GOALS.arrive}`, async () => {
    await morning();
    const { id } = await book(clinic.today, '10:00');
    const due = page.getByRole('button', { name: new RegExp(`^${words.arrive}: .*Hany Mikhail`) });
    await due.waitFor();
    const hands = await Hands.on(page);
    await hands.click(due);
    await expect.poll(async () => (await clinic.desk.call('appointments.get', { id })).appointment.status).toBe('arrived');
    await expectAtMost(hands, GOALS.arrive);
  });

  test(`a visit at hand goes to another day with ${GOALS.move}, none of them a click`, async () => {
    const { id } = await book(clinic.today, '10:00');
    await page.locator(`[data-visit="${id}"]`).focus();
    const hands = await Hands.on(page);
    await hands.press('m', 'PageDown', 'ArrowDown', 'ArrowDown', 'Enter');
    await expect.poll(async () => (await expected(clinic.tomorrow)).map(({ start }) => start)).toEqual(['10:30']);
    expect((await hands.counted()).clicks).toBe(0);
    await expectAtMost(hands, GOALS.move);
  });

  test(`two medicines in their usual course are prescribed at a visit with ${GOALS.prescribe}`, async () => {
    const { call } = clinic.desk;
    const { salma } = clinic.doctors;
    const medicine = async (name: string) =>
      (await call('medicines.save', { name, ingredients: [name], families: [], form: 'tablet', unit: 'tablet', minimum_stock: 0 })).medicine.id;
    const names = language === 'ar' ? ['أوجمنتين ١ جم', 'بانادول ٥٠٠'] : ['Augmentin 1 g', 'Panadol 500'];
    const items = [];
    for (const name of names) {
      const medicine_id = await medicine(name);
      items.push({ medicine_id, dose_milli: 1000, dose_unit: 'tablet', route: 'oral', frequency: 'twice', days: 7 } as const);
    }
    // What this doctor wrote before is the usual course; somebody else's patient had it.
    const before = await call('prescriptions.draft', { patient_id: clinic.patients.hany, doctor_id: salma, items, tags: [], tests: [] });
    await call('prescriptions.submit', { id: before.prescription.id });
    const { id } = await book(clinic.today, '10:00', 'omar');
    await page.evaluate((hash) => (location.hash = hash), `#/board?date=${clinic.today}&visit=${id}`);
    await page.locator(`[data-visit="${id}"]`).focus();
    const hands = await Hands.on(page);
    await hands.press('x');
    const line = page.getByRole('combobox').first();
    await line.waitFor();
    await expect.poll(() => line.evaluate((field) => field === document.activeElement)).toBe(true);
    for (const [at, letters] of lines.entries()) {
      await hands.press(...letters);
      await page.getByRole('option', { selected: true }).filter({ hasText: names[at]! }).waitFor();
      await hands.press('Enter');
      await page.locator(`[data-line="${names[at]}"]`).getByText(language === 'ar' ? '١٤' : '14').waitFor();
    }
    await hands.press('Control+Enter');
    const written = async () => (await call('prescriptions.of_patient', { patient_id: clinic.patients.omar })).prescriptions.filter(({ state }) => state !== 'cancelled');
    await expect.poll(async () => (await written()).map(({ state, medicines, doctor_id }) => ({ state, medicines, doctor_id }))).toEqual([
      { state: 'submitted', medicines: names, doctor_id: salma },
    ]);
    await expectAtMost(hands, GOALS.prescribe);
    for (const { id } of [...(await written()), before.prescription]) await call('prescriptions.cancel', { id, reason: 'end of the test' });
  });

  test(`what came of a rep’s visit is written down with ${GOALS.summary}`, async () => {
    const { call } = clinic.desk;
    const request = { rep_id: rep, doctor_id: clinic.doctors[said.doctor], date: clinic.today, start: '16:30', minutes: 15 };
    const { id } = (await call('rep_visits.book', { ...request, products: ['Cardinil 5', 'Glucomin'], attendees: [], as_request: false })).visit;
    await call('rep_visits.arrive', { id });
    await call('rep_visits.start', { id });
    await page.evaluate((hash) => (location.hash = hash), `#/board?date=${clinic.today}&visit=${id}`);
    await page.locator('.dock').getByText(said.inside).first().waitFor();
    await page.locator('[role=grid]').first().press('Shift');
    const hands = await Hands.on(page);
    await hands.press('c');
    await page.getByRole('dialog', { name: said.title }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('rest'))).toBe(true);
    await hands.press('2', '5', 'Tab', '4', 'Enter');
    const visit = async () => (await call('rep_visits.get', { id })).visit;
    await expect.poll(async () => (await visit()).status).toBe('completed');
    const samples = [{ product: 'Cardinil 5', quantity: 4, lot: null, expires: null }];
    expect((await visit()).summary).toMatchObject({ samples, topic: said.topic, feedback: said.feedback });
    await expectAtMost(hands, GOALS.summary);
  });

  test(`the day’s agenda goes to the printer with ${GOALS.print}`, async () => {
    const printed = async () => (await clinic.desk.call('ledger.list', { kind: 'papers.agenda' })).operations.length;
    const before = await printed();
    const hands = await Hands.on(page);
    await hands.press('Control+KeyP', 'Enter');
    await expect.poll(printed).toBe(before + 1);
    await expectAtMost(hands, GOALS.print);
  });

  test(`how full the doctors are is seen from the board with ${GOALS.occupancy}`, async () => {
    const hands = await Hands.on(page);
    await hands.press('Control+KeyK', ...occupancy, 'Enter');
    await page.locator('[data-row]').first().waitFor();
    expect(await page.evaluate(() => location.hash)).toContain('report=occupancy');
    await expectAtMost(hands, GOALS.occupancy);
  });

  test(`a day with five bookings is closed with ${GOALS.close}, and the five are named before`, async () => {
    for (const start of ['09:00', '10:00', '11:00', '12:00', '14:00']) await book(clinic.tomorrow, start);
    const hands = await Hands.on(page);
    await hands.click(page.getByRole('link', { name: words.hours, exact: true }));
    await hands.click(page.locator('nav button').filter({ hasText: language === 'ar' ? 'سلمى' : 'Salma' }));
    await hands.click(page.getByRole('tab', { name: words.closures }));
    await hands.click(page.getByRole('button', { name: words.close }));
    const panel = page.getByRole('dialog', { name: words.close });
    await hands.click(panel.getByLabel(words.firstDay).first());
    await hands.press(...tomorrow);
    await expect.poll(() => panel.getByText('Hany Mikhail').count()).toBe(5);
    await hands.press('Enter');
    await panel.waitFor({ state: 'detached' });
    const { closures } = await clinic.desk.call('closures.list', {});
    const { tomorrow: day, doctors } = clinic;
    expect(closures).toMatchObject([{ doctor_id: doctors.salma, first_date: day, last_date: day, from: null, effect: 'closed' }]);
    await expectAtMost(hands, GOALS.close);
  });
});

describe.each(LANGUAGES)('the chart in $language', ({ language, chart }) => {
  beforeEach(() => show(page, { language, theme: 'light' }));

  test(`the chart of the visit at hand opens with ${GOALS.chart}`, async () => {
    const { id } = await book(clinic.today, '10:00');
    await page.locator(`[data-visit="${id}"]`).focus();
    const hands = await Hands.on(page);
    await hands.press('d');
    await page.getByRole('region', { name: chart.timeline }).waitFor();
    await page.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
    await expectAtMost(hands, GOALS.chart);
  });

  test(`the chart of whoever has the phone opens with ${GOALS.chartByPhone}`, async () => {
    const hands = await Hands.on(page);
    await hands.press('F2', '7', '7', '1', '9', 'Enter');
    await page.getByRole('heading', { name: 'Omar Hesham Abdelaziz' }).waitFor();
    await hands.press('d');
    await page.getByRole('region', { name: chart.timeline }).waitFor();
    await expectAtMost(hands, GOALS.chartByPhone);
  });

  test(`whoever waits is called in and written about with ${GOALS.encounter}`, async () => {
    const { id } = await book(clinic.today, '10:00');
    await clinic.desk.call('appointments.arrive', { id });
    await clinic.desk.call('session.logout', {});
    const own = await openPage(browser(), clinic.desk, { language, theme: 'light' });
    await logIn(own, DOCTOR);
    await own.evaluate(() => (location.hash = '#/my-day'));
    await own.locator(`[data-my-visit="${id}"][aria-current]`).waitFor();
    const hands = await Hands.on(own);
    await hands.press('Enter');
    await own.getByRole('textbox', { name: chart.complaint }).waitFor();
    await expectAtMost(hands, GOALS.encounter);
    expect((await clinic.desk.call('appointments.get', { id })).appointment.status).toBe('in_consultation');
    // Back among those who wait, so that it can be taken off the day.
    await clinic.desk.call('operations.undo', {});
    expect(own.problems).toEqual([]);
    await own.context().close();
    await clinic.desk.call('session.login', ADMIN);
  });
});

describe.each(LANGUAGES)('the inbox in $language', ({ language }) => {
  test(`a clash is settled from the board with ${GOALS.settle}`, async () => {
    const { desk, clash } = await attentionDesk();
    const inbox = await openPage(browser(), desk, { language, theme: 'light' });
    await logIn(inbox, desk.logins.find(({ role }) => role === 'admin')!);
    await inbox.locator('[role=grid]').waitFor();
    await inbox.locator('nav a[href="#/attention"] .badge').waitFor();
    const theClash = async () => (await desk.call('attention.list', {})).items.find(({ kind }) => kind === 'clash')!;
    const hands = await Hands.on(inbox);
    await hands.press('i');
    await inbox.getByRole('article').getByRole('button').first().waitFor();
    const [offered] = (await theClash()).visit!.free_times;
    await hands.press('1');
    await expect.poll(async () => (await theClash()).outcome).toBe('changed');
    const { appointment } = await desk.call('appointments.get', { id: clash.second });
    expect(appointment).toMatchObject({ date: offered!.date, start: offered!.start, clash_with: null });
    await expectAtMost(hands, GOALS.settle);
    expect(inbox.problems).toEqual([]);
    await inbox.context().close();
    await desk.stop();
  });
});
