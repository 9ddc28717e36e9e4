// The reminders on a real desk in a real browser: a day's patients rung one after the other with one key each, and what becomes of the
// reminder when a visit goes.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, Reminder } from '../src/backend/bindings.ts';
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
  await clinic.desk.call('drafts.discard', { name: 'clipboard' });
  for (const { id } of await reminders()) await clinic.desk.call('appointments.cancel', { id });
});

type Who = keyof TestClinic['patients'];

async function reminders(): Promise<Reminder[]> {
  return (await clinic.desk.call('reminders.list', { date: clinic.tomorrow })).rows;
}

async function booked(who: Who, start: string, doctor: keyof TestClinic['doctors'] = 'salma', reason: string | null = null): Promise<Appointment> {
  const request = { doctor_id: clinic.doctors[doctor], patient_id: clinic.patients[who], date: clinic.tomorrow, start, minutes: 20, symptoms: [], reason };
  return (await clinic.desk.call('appointments.book', request)).appointment;
}

const go = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
const states = async () => (await reminders()).map(({ state }) => state);
const row = ({ id }: Appointment) => page.locator(`[data-reminder="${id}"]`);
const atHand = (visit: Appointment) => page.locator(`[data-reminder="${visit.id}"]:focus`).waitFor();

describe('reminders', () => {
  test('a day is rung with one key each, and the focus goes on to whoever is next', async () => {
    const [first, second, third] = [await booked('omar', '09:00'), await booked('mona', '10:00'), await booked('hany', '11:00')];
    // Counted in the rail, whatever is shown.
    await page.getByRole('link', { name: /Reminders/ }).getByText('3', { exact: true }).waitFor();
    await page.keyboard.press('Shift+c');
    await atHand(first);
    const hands = await Hands.on(page);
    await hands.press('1');
    await atHand(second);
    await hands.press('3');
    await atHand(third);
    await hands.press('2');
    await expect.poll(states).toEqual(['reminded', 'no_answer', 'confirmed']);
    expect(await hands.counted()).toEqual({ keys: 3, clicks: 0 });
    await page.getByRole('status').getByText('2 of 3 done').waitFor();
    await row(second).getByText(/No answer/).first().waitFor();
    await page.getByRole('link', { name: /Reminders/ }).getByText('1', { exact: true }).waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(states).toEqual(['reminded', 'no_answer', 'to_call']);
    const visit = (await clinic.desk.call('appointments.get', { id: third.id })).appointment;
    expect(visit.status).toBe('scheduled');
  });

  test('what was said is noted, and stands with the call', async () => {
    const visit = await booked('hany', '09:00');
    await go('#/reminders');
    await atHand(visit);
    await page.keyboard.press('n');
    await page.keyboard.type('after six');
    await page.keyboard.press('Enter');
    await atHand(visit);
    await page.keyboard.press('4');
    await expect.poll(states).toEqual(['later']);
    await page.locator('.more').getByText('after six').waitFor();
    expect((await reminders())[0]!.calls).toMatchObject([{ outcome: 'later', note: 'after six' }]);
  });

  test('a visit called off from the list leaves it with its reminder; undo brings both back', async () => {
    const visit = await booked('hany', '09:00');
    await go('#/reminders');
    await atHand(visit);
    await page.keyboard.press('1');
    await row(visit).getByText('Reminded').waitFor();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Hany Mikhail/).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(states).toEqual([]);
    await page.getByText('Nobody is expected on this day').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(states).toEqual(['reminded']);
    await row(visit).getByText('Reminded').waitFor();
  });

  test('who needs another time is set aside on the board, and is to be reminded anew where the visit goes', async () => {
    const visit = await booked('hany', '09:00');
    await clinic.desk.call('reminders.settle', { id: visit.id, way: 'reminded' });
    await go('#/reminders');
    await row(visit).waitFor();
    await row(visit).focus();
    await page.keyboard.press('m');
    await page.locator(`[data-visit="${visit.id}"]`).first().waitFor();
    expect(await page.evaluate(() => location.hash)).toContain('#/board');
    await page.getByRole('region', { name: 'Clipboard' }).getByText(/Hany/).waitFor();
    await clinic.desk.call('appointments.move', { id: visit.id, start: '11:00' });
    await go('#/reminders');
    await row(visit).getByText('11:00').waitFor();
    expect(await states()).toEqual(['to_call']);
  });

  test('the list looks right in both languages and themes', async () => {
    const first = await booked('omar', '09:00', 'salma', 'Cough for a week');
    const second = await booked('mona', '09:30', 'karim');
    const third = await booked('hany', '10:00', 'nadine');
    const fourth = await booked('omar', '14:00', 'karim');
    const missed = await booked('hany', '15:00');
    await clinic.desk.call('appointments.no_show', { id: missed.id });
    await clinic.desk.call('reminders.settle', { id: first.id, way: 'confirmed' });
    await clinic.desk.call('reminders.settle', { id: second.id, way: 'later', note: 'after six' });
    await clinic.desk.call('reminders.settle', { id: second.id, way: 'no_answer' });
    await clinic.desk.call('reminders.settle', { id: fourth.id, way: 'reminded' });
    await go('#/reminders');
    await row(third).waitFor();
    await row(second).focus();
    await page.locator('.more').getByText(/after six/).waitFor();
    await checkInEveryLook(page, 'reminders');
    await go(`#/reminders?date=${clinic.today}`);
    await page.getByText('Nobody is expected on this day').waitFor();
    await checkInEveryLook(page, 'reminders-none');
  });
});
