// Visits that follow one another, on a real desk in a real browser: looked at before they are booked, moved and called off together.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, Series, WallDate } from '../src/backend/bindings.ts';
import { nextDay, testClinic, type TestClinic } from './fixtures/clinic.ts';
import { LOOKS, openBoard, show, useBrowser, type DeskPage } from './harness/browser.ts';
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
  for (const { id } of (await clinic.desk.call('closures.list', {})).closures) await clinic.desk.call('closures.remove', { id });
  for (const { id } of await booked()) await clinic.desk.call('appointments.cancel', { id });
});

/** The day so many weeks after tomorrow. */
function weeks(count: number, from: WallDate = clinic.tomorrow): WallDate {
  let date = from;
  for (let days = 0; days < count * 7; days += 1) date = nextDay(date);
  return date;
}

/** What stands on the days that these tests use. */
async function booked(): Promise<Appointment[]> {
  const found: Appointment[] = [];
  for (let date = clinic.tomorrow, days = 0; days < 45; date = nextDay(date), days += 1) {
    const { appointments } = await clinic.desk.call('agenda.day', { date });
    found.push(...appointments.filter(({ status }) => status === 'scheduled'));
  }
  return found;
}
const dates = async () => (await booked()).map(({ date, start }) => `${date} ${start}`);

async function holiday(date: WallDate): Promise<void> {
  await clinic.desk.call('closures.add', { doctor_id: clinic.doctors.salma, first_date: date, last_date: date, reason: 'Public holiday' });
}

async function series(count = 4, date = clinic.tomorrow): Promise<Series> {
  const request = {
    doctor_id: clinic.doctors.salma, patient_id: clinic.patients.omar, date, start: '10:30', minutes: 15,
    repeats: { unit: 'week' as const, every: 1, count }, choices: [],
  };
  return (await clinic.desk.call('series.book', request)).series;
}

const panel = () => page.getByRole('dialog');
const rows = () => page.locator('[data-series-row]');
const row = (date: WallDate) => page.locator(`[data-series-row="${date}"]`);

/** The panel with everything but how often. */
async function openAt(start: string): Promise<void> {
  await page.evaluate((date) => (location.hash = `#/board?date=${date}`), clinic.tomorrow);
  await page.locator(`[data-doctor="${clinic.doctors.salma}"]`).waitFor();
  await page.keyboard.press('b');
  await panel().waitFor();
  await page.keyboard.type(`dr salma tomorrow ${start} omar`);
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  await panel().getByText('PAT-A-000001').waitFor();
}

/** Shows the visit on the board, its card beside it. */
async function select({ id, date }: Appointment): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/board?date=${date}&visit=${id}`);
  await page.locator(`[data-visit="${id}"][aria-selected=true]`).waitFor();
}

describe('booking a series', () => {
  test('a weekly series over a holiday shows the clash, and nothing is saved before it has its end', async () => {
    await holiday(weeks(2));
    await openAt('1030');
    await page.keyboard.press('Alt+r');
    await page.getByLabel('How many visits').waitFor();
    await page.keyboard.type('4');
    await expect.poll(() => rows().count()).toBe(4);
    await row(weeks(2)).getByText(/closed all day: .*Public holiday/).waitFor();
    await page.getByText('3 visits fit, 1 clashes').waitFor();
    expect(await page.getByRole('button', { name: /^Book 3 visits/ }).isDisabled()).toBe(true);
    // Enter leads to what must be decided first.
    await page.keyboard.press('Enter');
    await page.locator('tr[aria-current]:focus').waitFor();
    expect(await page.locator('[data-series-row]:focus').getAttribute('data-series-row')).toBe(weeks(2));
    expect(await dates()).toEqual([]);
    const { preview } = await look(4);
    const instead = preview.rows[2]!.verdict!.suggestions[0]!;
    await page.keyboard.press('1');
    await row(weeks(2)).getByText(/instead of/).waitFor();
    // Decided: the focus is on the button, so Enter books.
    await page.locator('button:focus', { hasText: 'Book 4 visits' }).waitFor();
    await page.keyboard.press('Enter');
    await panel().waitFor({ state: 'detached' });
    const expected = [clinic.tomorrow, weeks(1), instead.date, weeks(3)].map((date) => `${date} ${date === instead.date ? instead.start : '10:30'}`);
    await expect.poll(dates).toEqual(expected);
    await page.keyboard.press('Control+z');
    await expect.poll(dates).toEqual([]);
  });

  for (const look of [LOOKS[0]!, LOOKS[2]!]) {
    test(`a day is skipped, taken back and made the end with the keyboard alone (${look.language})`, async () => {
      await holiday(weeks(1));
      await openAt('1045');
      await show(page, look);
      await page.keyboard.press('Alt+r');
      await page.keyboard.type('3');
      await expect.poll(() => rows().count()).toBe(3);
      await page.keyboard.press('Enter');
      await page.locator(`[data-series-row="${weeks(1)}"]:focus`).waitFor();
      const hands = await Hands.on(page);
      await hands.press('s');
      await page.locator('.skipped').waitFor();
      // The focus went to the button; back to the rows it is Shift+Tab.
      await page.locator('footer button:focus').waitFor();
      await row(weeks(1)).focus();
      await hands.press('Backspace');
      await page.locator('.clashes').waitFor();
      await page.locator(`[data-series-row="${weeks(1)}"]:focus`).waitFor();
      await hands.press('e');
      await expect.poll(() => page.locator('.stopped').count()).toBe(2);
      await page.locator('footer button:focus').waitFor();
      await hands.press('Enter');
      await panel().waitFor({ state: 'detached' });
      expect(await dates()).toEqual([`${clinic.tomorrow} 10:45`]);
    });
  }

  test('folded away it asks for nothing, and says so again when it is folded', async () => {
    await openAt('1100');
    expect(await rows().count()).toBe(0);
    await page.getByRole('button', { name: /Repeat/ }).click();
    await rows().first().waitFor();
    await page.getByRole('button', { name: /Only once/ }).click();
    await expect.poll(() => rows().count()).toBe(0);
    await page.getByRole('button', { name: /^Book/ }).last().click();
    await panel().waitFor({ state: 'detached' });
    expect(await dates()).toEqual([`${clinic.tomorrow} 11:00`]);
  });

  test('until a day, every second week', async () => {
    await openAt('1115');
    await page.keyboard.press('Alt+r');
    await page.getByLabel('Every', { exact: true }).fill('2');
    await page.getByRole('radio', { name: 'on a day' }).click();
    await page.getByLabel('Last day').first().fill(weeks(4));
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBe(3);
    // What comes of it is seen before it is done.
    await page.locator('button:focus', { hasText: 'Book 3 visits' }).waitFor();
    expect(await dates()).toEqual([]);
    await page.keyboard.press('Enter');
    await panel().waitFor({ state: 'detached' });
    expect(await dates()).toEqual([0, 2, 4].map((count) => `${weeks(count)} 11:15`));
  });
});

/** What the desk says to the same wish. */
async function look(count: number) {
  const request = {
    doctor_id: clinic.doctors.salma, patient_id: clinic.patients.omar, date: clinic.tomorrow, start: '10:30', minutes: 15,
    repeats: { unit: 'week' as const, every: 1, count }, choices: [],
  };
  return { preview: await clinic.desk.call('series.preview', request) };
}

describe('a series on its card', () => {
  test('a visit says which of how many it is and what follows', async () => {
    const { visits } = await series();
    await select(visits[1]!.appointment);
    await page.getByText('Visit 2 of 4').waitFor();
    await page.getByText(/^every week$/).waitFor();
    await page.getByText(/Next .*10:30/).waitFor();
    await select(visits[3]!.appointment);
    await page.getByText('Visit 4 of 4').waitFor();
    await page.getByText(/the last one/i).waitFor();
  });

  test('this and what follows goes to another day, seen before it is done, and one undo brings it back', async () => {
    const { visits } = await series();
    await holiday(nextDay(weeks(2)));
    const before = await dates();
    await select(visits[1]!.appointment);
    await page.keyboard.press('Shift+M');
    await panel().getByLabel('This one goes to').first().fill(nextDay(weeks(1)));
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBe(3);
    await row(nextDay(weeks(2))).getByText(/Public holiday/).waitFor();
    // Enter led to what must be decided first.
    await page.locator(`[data-series-row="${nextDay(weeks(2))}"]:focus`).waitFor();
    await page.keyboard.press('s');
    await page.locator('button:focus', { hasText: 'Move 2 visits' }).waitFor();
    await page.keyboard.press('Enter');
    await panel().waitFor({ state: 'detached' });
    await expect.poll(dates).toEqual([before[0]!, `${nextDay(weeks(1))} 10:30`, before[2]!, `${nextDay(weeks(3))} 10:30`]);
    await page.keyboard.press('Control+z');
    await expect.poll(dates).toEqual(before);
  });

  test('this and what follows is called off together', async () => {
    const { visits } = await series();
    const before = await dates();
    await select(visits[2]!.appointment);
    await page.keyboard.press('Shift+Delete');
    await page.getByText(/^2 visits, from/).waitFor();
    await page.keyboard.type('Moved away');
    await page.keyboard.press('Enter');
    await expect.poll(dates).toEqual(before.slice(0, 2));
    const { appointment } = await clinic.desk.call('appointments.get', { id: visits[3]!.appointment.id });
    expect(appointment).toMatchObject({ status: 'cancelled', cancelled_by: 'patient', cancel_reason: 'Moved away' });
    await page.keyboard.press('Control+z');
    await expect.poll(dates).toEqual(before);
  });

  test('looks right in both languages and themes', async () => {
    await holiday(weeks(2));
    await openAt('1030');
    await page.keyboard.press('Alt+r');
    await page.keyboard.type('5');
    await expect.poll(() => rows().count()).toBe(5);
    await page.keyboard.press('Enter');
    await page.locator('tr[aria-current]:focus').waitFor();
    await checkInEveryLook(page, 'series-booking');
    await page.keyboard.press('s');
    await page.locator('.skipped').waitFor();
    await page.locator('footer button:focus').waitFor();
    await page.keyboard.press('Enter');
    await panel().waitFor({ state: 'detached' });
    const [, second] = await booked();
    await select(second!);
    await page.getByText('Visit 2 of 4').waitFor();
    await checkInEveryLook(page, 'series-card');
    await page.keyboard.press('Shift+M');
    await panel().getByLabel('This one goes to').first().fill(nextDay(weeks(1)));
    await page.keyboard.press('Enter');
    // What comes of it is seen before it is done.
    await page.locator('button:focus', { hasText: 'Move 3 visits' }).waitFor();
    expect(await rows().count()).toBe(3);
    await checkInEveryLook(page, 'series-move');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Delete');
    await page.getByText(/^3 visits, from/).waitFor();
    await checkInEveryLook(page, 'series-cancel');
    await page.keyboard.press('Escape');
  });
});
