// Closing a day with bookings in it, on a real desk in a real browser: who is affected, the worklist, the calls, moving all.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, WorklistId } from '../src/backend/bindings.ts';
import { nextDay, testClinic, type TestClinic } from './fixtures/clinic.ts';
import { LOOKS, openBoard, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { Hands } from './harness/hands.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

const NAMES = [
  ['Ghada Samy', '0101 223 5874'],
  ['Nermine Aziz', '0114 908 2265'],
  ['هدير عبد السلام', '0100 817 4402'],
  ['Ibrahim Shafik', '0106 132 6658'],
] as const;

beforeAll(async () => {
  clinic = await testClinic();
  for (const [full_name, phone] of NAMES) {
    await clinic.desk.call('patients.register', { full_name, phones: [phone, '0122 000 1111'], born_about: 1979, favourite_doctors: [] });
  }
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  for (const { id } of (await clinic.desk.call('closures.list', {})).closures) await clinic.desk.call('closures.remove', { id });
  for (let date = clinic.today, days = 0; days < 5; date = nextDay(date), days += 1) {
    const { appointments } = await clinic.desk.call('agenda.day', { date });
    for (const { id, status } of appointments) if (['scheduled', 'confirmed'].includes(status)) await clinic.desk.call('appointments.cancel', { id });
  }
});

/** Visits of tomorrow, a quarter of an hour each from nine on. */
async function booked(count: number): Promise<Appointment[]> {
  const people = (await clinic.desk.call('patients.search', { text: '0122 000 1111' })).patients;
  const visits: Appointment[] = [];
  for (let slot = 0; slot < count; slot += 1) {
    const minutes = 540 + slot * 15;
    const start = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const patient_id = people[slot % people.length]!.id;
    const request = { doctor_id: clinic.doctors.salma, patient_id, date: clinic.tomorrow, start, minutes: 15, reason: 'Review', symptoms: [] };
    visits.push((await clinic.desk.call('appointments.book', request)).appointment);
  }
  return visits;
}

async function closed(): Promise<WorklistId> {
  const request = { doctor_id: clinic.doctors.salma, first_date: clinic.tomorrow, last_date: clinic.tomorrow, reason: 'Sick leave' };
  return (await clinic.desk.call('closures.add', request)).worklist!;
}

const rows = () => page.locator('[data-rebook]');
const worklist = (id: WorklistId) => clinic.desk.call('rebooking.worklist', { id });
const ends = async (id: WorklistId) => (await worklist(id)).rows.map(({ end }) => end);
const go = (list: WorklistId) => page.evaluate((hash) => (location.hash = hash), `#/rebooking?list=${list}`);

describe('closing a day with bookings in it', () => {
  test('says who is affected, and saving leads to a row for each of fourteen visits with phones and times', async () => {
    await booked(14);
    await page.evaluate((doctor) => (location.hash = `#/hours?doctor=${doctor}&part=closures`), clinic.doctors.salma);
    await page.getByRole('button', { name: 'Close or open time' }).click();
    const panel = page.getByRole('dialog', { name: 'Close or open time' });
    await panel.getByLabel('First day').first().fill('tomorrow');
    await panel.getByText('14 visits stand in this time').waitFor();
    await panel.getByRole('button', { name: /Save the closure/ }).click();
    await rows().first().waitFor();
    expect(await rows().count()).toBe(14);
    expect(await page.getByText('0101 223 5874').count()).toBeGreaterThan(0);
    await page.getByText('0 of 14 settled').waitFor();
    // The rail counts them, and the inbox has them as one matter.
    await page.locator('nav a[href="#/rebooking"] .badge').waitFor();
    expect((await clinic.desk.call('attention.list', { open: true })).open_count).toBe(1);
  });

  for (const look of [LOOKS[0]!, LOOKS[2]!]) {
    test(`calls are told by digits, each with its end, and Ctrl+Z takes back the last (${look.language})`, async () => {
      await booked(4);
      const id = await closed();
      await show(page, look);
      await go(id);
      await page.locator('tr[aria-current]:focus').waitFor();
      const hands = await Hands.on(page);
      await hands.press('1');
      await expect.poll(() => ends(id)).toEqual(['moved', null, null, null]);
      await expect.poll(() => page.locator('[data-rebook]:focus').getAttribute('data-rebook')).toBe((await worklist(id)).rows[1]!.id);
      await hands.press('2');
      await expect.poll(async () => (await worklist(id)).rows[1]!.calls.map(({ outcome }) => outcome)).toEqual(['no_answer']);
      await expect.poll(() => page.locator('[data-rebook]:focus').getAttribute('data-rebook')).toBe((await worklist(id)).rows[2]!.id);
      await hands.press('5');
      await expect.poll(() => ends(id)).toEqual(['moved', null, 'seen_elsewhere', null]);
      expect((await hands.counted()).keys).toBe(3);
      await page.keyboard.press('Control+z');
      await expect.poll(() => ends(id)).toEqual(['moved', null, null, null]);
    });
  }

  test('another time is picked by arrow, and what was said is kept with the call', async () => {
    await booked(1);
    const id = await closed();
    await go(id);
    await page.locator('tr[aria-current]:focus').waitFor();
    const wanted = (await worklist(id)).rows[0]!.free_times[0]!;
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=radio][aria-checked=true]').nth(0).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('After work only');
    await page.keyboard.press('Enter');
    await page.keyboard.press('1');
    await expect.poll(() => ends(id)).toEqual(['moved']);
    const [row] = (await worklist(id)).rows;
    expect(row!.now).toMatchObject({ date: wanted.date, start: wanted.start });
    expect(row!.calls).toMatchObject([{ outcome: 'reached', note: 'After work only' }]);
    await page.getByText('1 of 1 settled').waitFor();
  });

  test('all move as proposed at one key, and one undo brings all back', async () => {
    const visits = await booked(5);
    const id = await closed();
    await go(id);
    await page.getByRole('button', { name: /Move 5 as proposed/ }).waitFor();
    await page.keyboard.press('Shift+M');
    await expect.poll(() => ends(id)).toEqual(Array.from({ length: 5 }, () => 'moved'));
    await page.getByText('5 of 5 settled').waitFor();
    expect((await clinic.desk.call('attention.list', { open: true })).open_count).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => ends(id)).toEqual(Array.from({ length: 5 }, () => null));
    const { appointments } = await clinic.desk.call('agenda.day', { date: clinic.tomorrow });
    expect(appointments.map(({ id, start }) => [id, start])).toEqual(expect.arrayContaining(visits.map(({ id, start }) => [id, start])));
  });

  test('the inbox opens a worklist', async () => {
    await booked(2);
    await closed();
    await page.evaluate(() => (location.hash = '#/attention'));
    await page.getByRole('button', { name: /^2 visits to rebook/ }).click();
    await rows().first().waitFor();
    expect(await rows().count()).toBe(2);
  });

  test('shorter hours say whom they leave outside before they are saved, and list them after', async () => {
    await booked(2);
    const { hours } = await clinic.desk.call('hours.list', { doctor_id: clinic.doctors.salma });
    await page.evaluate((doctor) => (location.hash = `#/hours?doctor=${doctor}`), clinic.doctors.salma);
    const date = new Date(`${clinic.tomorrow}T12:00:00Z`);
    const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[date.getUTCDay()];
    const names = { sun: 'Sunday', mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday' };
    await page.getByRole('group', { name: 'Week' }).waitFor();
    const block = page.locator('[data-block]').filter({ hasText: '09:00' });
    const index = ['sat', 'sun', 'mon', 'tue', 'wed', 'thu', 'fri'].indexOf(weekday!);
    expect(await block.count(), names[weekday!]).toBe(7);
    await block.nth(index).click();
    await page.getByRole('textbox', { name: 'From', exact: true }).fill('09:30');
    await page.keyboard.press('Tab');
    await page.getByText('2 visits would lose their time').waitFor();
    await page.getByRole('button', { name: /^Save/ }).click();
    await rows().first().waitFor();
    expect(await rows().count()).toBe(2);
    await page.getByText('Hours were shortened', { exact: false }).first().waitFor();
    const blocks = hours.map(({ audience, weekday, starts, ends }) => ({ audience, weekday, starts, ends }));
    await clinic.desk.call('hours.set', { doctor_id: clinic.doctors.salma, blocks });
  });

  test('looks right in both languages and themes', async () => {
    await booked(9);
    const id = await closed();
    const list = await worklist(id);
    const settle = (index: number, way: 'no_answer' | 'cancelled' | 'later') =>
      clinic.desk.call('rebooking.settle', { id: list.rows[index]!.id, way, note: way === 'later' ? 'After five' : null });
    const { date, start } = list.rows[0]!.proposed!;
    await clinic.desk.call('rebooking.settle', { id: list.rows[0]!.id, way: 'agreed', date, start });
    await settle(1, 'no_answer');
    await settle(2, 'cancelled');
    await settle(4, 'later');
    await go(id);
    await page.locator('tr[aria-current]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await checkInEveryLook(page, 'rebooking');
    await page.evaluate(() => (location.hash = '#/attention'));
    await page.locator('[data-worklist]').waitFor();
    await checkInEveryLook(page, 'rebooking-attention');
  });
});
