// The week and the month of a doctor, against a real desk.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { nextDay, testClinic, type TestClinic } from './fixtures/clinic.ts';
import { seriousIssues } from './harness/axe.ts';
import { logIn, LOOKS, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN } from './harness/desk.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
/** The days of the week that today lies in. */
let week: string[];
/** A day of this week that is not today. */
let other: string;

beforeAll(async () => {
  clinic = await testClinic();
  const { stretch } = await clinic.desk.call('agenda.week', { doctor_id: clinic.doctors.salma, date: clinic.today });
  week = stretch.days.map(({ date }) => date);
  other = week[6] === clinic.today ? week[5]! : week[6]!;
});

beforeEach(async () => {
  page = await openPage(browser(), clinic.desk);
  // The seat is shared: after the first test somebody already sits there.
  await Promise.race([board().waitFor(), page.locator('input[type=password]').waitFor()]);
  if (!(await board().isVisible())) await logIn(page, ADMIN);
  await board().waitFor();
});

afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await clinic.desk.call('drafts.discard', { name: 'booking' });
  for (const { id } of await inBook()) await clinic.desk.call('appointments.cancel', { id });
  for (const { id } of (await clinic.desk.call('closures.list', { from: week[0]! })).closures) await clinic.desk.call('closures.remove', { id });
});

const board = () => page.locator('[role=grid]');
const column = (date: string, doctor = clinic.doctors.salma) => page.locator(`[data-doctor="${doctor}"][data-date="${date}"]`);
const visit = (id: string) => page.locator(`[data-visit="${id}"]`);
const day = (date: string) => page.locator(`[role=gridcell][data-date="${date}"]`);

/** What is still to come of all doctors, in this week and the next. */
async function inBook(): Promise<Appointment[]> {
  const found: Appointment[] = [];
  for (const doctor_id of Object.values(clinic.doctors)) {
    for (const date of [clinic.today, nextWeek(clinic.today)]) {
      found.push(...(await clinic.desk.call('agenda.week', { doctor_id, date })).appointments);
    }
  }
  return found.filter(({ status }) => status === 'scheduled' || status === 'confirmed' || status === 'arrived');
}

function nextWeek(date: string): string {
  return Array.from({ length: 7 }).reduce<string>((on) => nextDay(on), date);
}

async function booked(start: string, date = clinic.today, who: 'omar' | 'mona' | 'hany' = 'hany', doctor = clinic.doctors.salma): Promise<Appointment> {
  const request = { doctor_id: doctor, patient_id: clinic.patients[who], date, start, minutes: 30, symptoms: [] };
  return (await clinic.desk.call('appointments.book', request)).appointment;
}

/** From the day board into the week of a doctor. */
async function toWeek(): Promise<void> {
  await column(clinic.today).getByRole('rowheader').getByRole('button').click();
  await column(week[6]!).waitFor();
}

/** The point of a day at a time; the boards of this clinic begin at nine. */
async function pointAt(date: string, time: string): Promise<{ x: number; y: number }> {
  const box = (await column(date).locator('[data-body]').boundingBox())!;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return { x: box.x + box.width / 2, y: box.y + ((hours - 9) * 60 + minutes + 2) * (box.height / 480) };
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 3, from.y + 8, { steps: 2 });
  await page.mouse.move(to.x, to.y + 8, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 2 });
}

const whenOf = (visits: Appointment[]) => visits.map(({ date, start }) => [date, start]);

describe('in every language and theme', () => {
  beforeEach(async () => {
    const { salma } = clinic.doctors;
    const close = (date: string, more: { reason: string; from?: string; until?: string }) =>
      clinic.desk.call('closures.add', { doctor_id: salma, first_date: date, last_date: date, ...more });
    await close(week[0] === clinic.today ? week[1]! : week[0]!, { reason: 'Conference' });
    await close(week[2] === clinic.today ? week[3]! : week[2]!, { reason: 'Ward round', from: '09:00', until: '11:00' });
    await booked('11:00');
    await booked('11:30', clinic.today, 'mona');
    await booked('14:30', other, 'omar');
  });

  test.each(LOOKS)('the week is accessible ($language, $theme)', async (look) => {
    await show(page, look);
    await toWeek();
    const [{ id }] = (await inBook()) as [Appointment];
    await visit(id).click();
    await page.locator('.dock').getByText('PAT-A-').waitFor();
    await picture(page, `week-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
  });

  test.each(LOOKS)('the month is accessible ($language, $theme)', async (look) => {
    await show(page, look);
    await toWeek();
    await page.keyboard.press('3');
    await day(clinic.today).waitFor();
    await picture(page, `month-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
  });
});

describe('the week of a doctor', () => {
  test('is reached from the head of a column, by key and by the switch, and back', async () => {
    await page.getByRole('button', { name: /Karim/ }).click();
    await column(other, clinic.doctors.karim).waitFor();
    expect(await board().getAttribute('aria-label')).toMatch(/^Week of Dr Karim Naguib/);
    await page.keyboard.press(']');
    await column(other, clinic.doctors.nadine).waitFor();
    await page.keyboard.press('1');
    await column(clinic.today, clinic.doctors.karim).waitFor();
    await page.getByRole('radio', { name: 'Week' }).check({ force: true });
    await column(other, clinic.doctors.nadine).waitFor();
    // The head of a day leads to everybody's.
    await column(other, clinic.doctors.nadine).getByRole('rowheader').getByRole('button').click();
    await column(other, clinic.doctors.karim).waitFor();
  });

  test('is one tab stop; arrows go from day to day and PageDown to the next week', async () => {
    await toWeek();
    expect(await board().locator('[tabindex="0"]').count()).toBe(1);
    const focused = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-date]')?.dataset.date);
    await expect.poll(focused).toBe(clinic.today);
    const back = week[0] !== clinic.today;
    await page.keyboard.press(back ? 'ArrowLeft' : 'ArrowRight');
    await expect.poll(focused).toBe(week[week.indexOf(clinic.today) + (back ? -1 : 1)]);
    await page.keyboard.press(back ? 'ArrowRight' : 'ArrowLeft');
    await page.keyboard.press('PageDown');
    await expect.poll(focused).toBe(nextWeek(clinic.today));
    await page.keyboard.press('t');
    await column(clinic.today).waitFor();
  });

  test('a key, a click or a drag over free time books there', async () => {
    await toWeek();
    const at = await pointAt(other, '15:15');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.type('hany');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(whenOf(await inBook())).toEqual([[other, '15:15']]);
    await drag(await pointAt(other, '09:30'), await pointAt(other, '10:13'));
    await page.mouse.up();
    await page.keyboard.type('omar');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await inBook()).toMatchObject([{ start: '09:30', minutes: 45 }, { start: '15:15' }]);
  });

  test('a visit is dragged to another day, and arrives with its key', async () => {
    const { id } = await booked('10:00');
    await toWeek();
    await visit(id).waitFor();
    await drag(await pointAt(clinic.today, '10:05'), await pointAt(other, '15:05'));
    await page.locator('.carried.yes').waitFor();
    await page.mouse.up();
    await expect.poll(async () => whenOf(await inBook())).toEqual([[other, '15:00']]);
    await expect.poll(() => visit(id).getAttribute('aria-selected')).toBe('true');
    const back = await booked('12:00', clinic.today, 'mona');
    await visit(back.id).click();
    await page.keyboard.press('a');
    await page.locator('.visit.arrived').waitFor();
  });

  test('a visit goes by keys to another day and another week', async () => {
    const { id } = await booked('10:00');
    await toWeek();
    await visit(id).click();
    await page.keyboard.press('m');
    await page.keyboard.press('PageDown');
    await column(nextWeek(clinic.today)).locator('.carried.yes').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('.carried.yes').getByText('10:15').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(async () => whenOf(await inBook())).toEqual([[nextWeek(clinic.today), '10:15']]);
  });
});

describe('the month of a doctor', () => {
  test('counts each day against its cap, and opens a day by key and by click', async () => {
    await booked('10:00', other);
    await toWeek();
    await page.keyboard.press('3');
    await day(other).waitFor();
    await expect.poll(() => day(other).locator('.spoken').textContent()).toContain('1 of 20 visits');
    const back = clinic.today > other;
    await page.keyboard.press(back ? 'ArrowLeft' : 'ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-body]').count()).toBe(3);
    await page.keyboard.press('3');
    await day(other).click();
    await column(other, clinic.doctors.karim).waitFor();
  });

  test('a visit in hand goes over it to a day', async () => {
    const { id } = await booked('10:00');
    await visit(id).click();
    await page.keyboard.press('m');
    await page.keyboard.press('3');
    await day(clinic.today).waitFor();
    await day(other).click();
    await column(other).locator('.carried.yes').waitFor();
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => whenOf(await inBook())).toEqual([[other, '10:00']]);
  });
});
