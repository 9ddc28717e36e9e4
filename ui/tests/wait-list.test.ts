// The wait list on a real desk in a real browser: a full day, a time that becomes free, and who is offered it.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, Wait, WaitWish } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { openBoard, useBrowser, type DeskPage } from './harness/browser.ts';
import { Hands } from './harness/hands.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

beforeAll(async () => {
  clinic = await testClinic();
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await clinic.desk.call('drafts.discard', { name: 'booking' });
  for (const { id } of await waits()) await clinic.desk.call('waiting.remove', { id, reason: 'end of the test' });
  for (const { id } of await expected()) await clinic.desk.call('appointments.cancel', { id });
  await limit(20);
});

type Who = keyof TestClinic['patients'];

async function waits(): Promise<Wait[]> {
  return (await clinic.desk.call('waiting.list', { ended: false, without_times: false })).waits;
}

async function waiting(who: Who, wish: Partial<WaitWish> = {}): Promise<Wait> {
  const request = { patient_id: clinic.patients[who], wish: { doctor_id: clinic.doctors.salma, weekdays: [], ...wish } };
  return (await clinic.desk.call('waiting.add', request)).wait;
}

async function expected(): Promise<Appointment[]> {
  const { appointments } = await clinic.desk.call('agenda.day', { date: clinic.tomorrow });
  return appointments.filter(({ status }) => status === 'scheduled');
}

async function booked(who: Who, start: string): Promise<Appointment> {
  const request = { doctor_id: clinic.doctors.salma, patient_id: clinic.patients[who], date: clinic.tomorrow, start, minutes: 15, symptoms: [] };
  return (await clinic.desk.call('appointments.book', request)).appointment;
}

async function limit(max_patients: number): Promise<void> {
  await clinic.desk.call('day_limits.set', { doctor_id: clinic.doctors.salma, limits: [{ max_patients, max_reps: 2 }] });
}

const go = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
const names = async () => (await waits()).map(({ patient_name }) => patient_name);
const strip = () => page.getByRole('status', { name: 'A time is free' });
const row = (wait: Wait) => page.locator(`[data-wait="${wait.id}"]`);

describe('the wait list', () => {
  test('one over the cap sees the day full before picking a time, and waits instead', async () => {
    await limit(1);
    await booked('hany', '10:00');
    await go(`#/board?date=${clinic.tomorrow}`);
    await page.locator('[data-visit]').first().waitFor();
    await page.keyboard.press('b');
    const panel = page.getByRole('dialog');
    await page.keyboard.type('dr salma tomorrow omar');
    await panel.getByText('The day is full: 1 of 1').waitFor();
    await panel.getByText('Omar Hesham Abdelaziz').first().waitFor();
    await checkInEveryLook(page, 'booking-day-full');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Put on the wait list' }).waitFor();
    await page.keyboard.press('Alt+w');
    const form = page.getByRole('dialog', { name: 'Put on the wait list' });
    await form.getByRole('heading', { name: 'Omar Hesham Abdelaziz' }).waitFor();
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    expect(await waits()).toMatchObject([{ patient_name: 'Omar Hesham Abdelaziz', doctor_id: clinic.doctors.salma, first_date: clinic.tomorrow, minutes: 15 }]);
  });

  test('a cancelled time is offered at once to the urgent one, and one key books them; undo brings both back', async () => {
    const visit = await booked('hany', '10:00');
    await waiting('mona');
    await waiting('omar', { urgency: 'urgent' });
    await go(`#/board?date=${clinic.tomorrow}&visit=${visit.id}`);
    await page.locator(`[data-visit="${visit.id}"]`).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: /Cancel the visit|Cancel visit/ }).click();
    await strip().getByText(/Omar Hesham Abdelaziz.* waits for it/).waitFor();
    await checkInEveryLook(page, 'wait-list-freed');
    const hands = await Hands.on(page);
    await hands.press('o');
    await expect.poll(async () => (await expected()).map(({ patient_id, start }) => [patient_id, start])).toEqual([[clinic.patients.omar, '10:00']]);
    expect(await hands.counted()).toEqual({ keys: 1, clicks: 0 });
    expect(await names()).toEqual(['منى سالم']);
    await strip().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await expect.poll(names).toEqual(['Omar Hesham Abdelaziz', 'منى سالم']);
    expect(await expected()).toEqual([]);
  });

  test('who does not answer is passed over for the next one', async () => {
    const visit = await booked('hany', '10:00');
    await waiting('omar', { urgency: 'urgent' });
    await waiting('mona');
    await go(`#/board?date=${clinic.tomorrow}&visit=${visit.id}`);
    await page.locator(`[data-visit="${visit.id}"]`).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await strip().getByText(/Omar Hesham Abdelaziz/).waitFor();
    await page.keyboard.press('Shift+o');
    await strip().getByText(/منى سالم/).waitFor();
    const [first] = await waits();
    expect(first!.calls).toMatchObject([{ outcome: 'no_answer', offered: { date: clinic.tomorrow, start: '10:00' } }]);
    await strip().getByRole('button', { name: 'Leave the time free' }).click();
    await strip().waitFor({ state: 'detached' });
    // The visit stands two days from now.
    await clinic.desk.call('appointments.cancel', { id: visit.id });
  });

  test('the visit that somebody has already moves to the earlier time, and its old time is offered next', async () => {
    const early = await booked('mona', '09:00');
    const later = await booked('omar', '15:00');
    await waiting('omar', { until: '12:00' });
    await waiting('hany', { from: '12:00' });
    await go(`#/board?date=${clinic.tomorrow}&visit=${early.id}`);
    await page.locator(`[data-visit="${early.id}"]`).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the visit' }).click();
    await strip().getByRole('button', { name: /^Move the visit of .*15:00/ }).click();
    await expect.poll(async () => (await expected()).map(({ id, start }) => [id, start])).toEqual([[later.id, '09:00']]);
    await strip().getByText(/15:00.*is free/).waitFor();
    await strip().getByText(/Hany Mikhail/).waitFor();
    expect(await names()).toEqual(['Hany Mikhail']);
  });

  test('somebody is put on the list, rung, booked, changed and taken off by keyboard alone', async () => {
    await go('#/wait-list');
    await page.getByText('Nobody waits for a time').waitFor();
    await page.keyboard.press('Shift+w');
    const form = page.getByRole('dialog', { name: 'Put on the wait list' });
    await form.getByRole('textbox').first().waitFor();
    await page.keyboard.type('Mikhail');
    await form.getByRole('button', { name: /Hany Mikhail/ }).waitFor();
    await page.keyboard.press('Enter');
    await form.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
    await page.keyboard.type('Results of the laboratory');
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    const [wait] = await waits();
    await row(wait!).getByText('Results of the laboratory').waitFor();
    await page.locator(`[data-wait="${wait!.id}"]:focus`).waitFor();
    await page.keyboard.press('2');
    await expect.poll(async () => (await waits())[0]?.calls.map(({ outcome }) => outcome)).toEqual(['no_answer']);
    await page.keyboard.press('e');
    const edit = page.getByRole('dialog', { name: 'Change' });
    await edit.getByRole('radio', { name: 'Urgent', exact: true }).check();
    await edit.getByRole('button', { name: 'Save' }).click();
    await edit.waitFor({ state: 'detached' });
    await expect.poll(async () => (await waits())[0]?.urgency).toBe('urgent');
    await row(wait!).getByText('Urgent').waitFor();
    await row(wait!).focus();
    await page.keyboard.press('1');
    await expect.poll(names).toEqual([]);
    // Both the booking and its undoing have to be on the screen before the next key: the row is the same.
    await row(wait!).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await row(wait!).waitFor();
    await row(wait!).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('textbox').fill('needs no visit any more');
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual([]);
    await page.getByRole('radio', { name: 'Ended' }).check();
    await row(wait!).getByText('needs no visit any more').waitFor();
  });

  test('the list, its form and the patient’s page look right in both languages and themes', async () => {
    await waiting('hany', { urgency: 'urgent', weekdays: ['sun', 'tue'], until: '12:00', note: 'Chest pain since Sunday' });
    const soon = await waiting('mona', { doctor_id: null, urgency: 'soon', from: '12:00', last_date: clinic.tomorrow });
    const [first] = soon.free_times;
    await waiting('omar', { first_date: clinic.tomorrow, minutes: 30 });
    await clinic.desk.call('waiting.call', {
      id: soon.id, outcome: 'later', note: 'after work',
      offered: first ? { doctor_id: first.doctor_id, date: first.date, start: first.start } : null,
    });
    await booked('hany', '15:00');
    await go('#/wait-list');
    await row(soon).waitFor();
    await page.getByRole('button', { name: /^Move it here/ }).waitFor();
    await checkInEveryLook(page, 'wait-list');
    await row(soon).focus();
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await checkInEveryLook(page, 'wait-list-form');
    await page.keyboard.press('Escape');
    await go(`#/patients?id=${clinic.patients.mona}`);
    await page.getByText('Whoever is free').waitFor();
    await checkInEveryLook(page, 'wait-list-patient');
    await page.getByRole('button', { name: /Whoever is free/ }).click();
    await row(soon).waitFor();
    await page.getByRole('radio', { name: 'Ended' }).check();
    await checkInEveryLook(page, 'wait-list-ended');
  });
});
