// The clipboard, against a real desk: a visit is set aside, another day or week is looked for, and it is put down there.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { seriousIssues } from './harness/axe.ts';
import { logIn, LOOKS, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN } from './harness/desk.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

beforeAll(async () => {
  clinic = await testClinic();
});

beforeEach(async () => {
  page = await openPage(browser(), clinic.desk);
  await come();
});

afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await clinic.desk.call('drafts.discard', { name: 'clipboard' });
  for (const date of [clinic.today, clinic.tomorrow]) {
    for (const { id } of await onDay(date)) await clinic.desk.call('appointments.cancel', { id });
  }
});

/** The seat is shared: after the first test somebody already sits there. */
async function come(): Promise<void> {
  const board = page.locator('[role=grid]');
  await Promise.race([board.waitFor(), page.locator('input[type=password]').waitFor()]);
  if (!(await board.isVisible())) await logIn(page, ADMIN);
  await board.waitFor();
}

const strip = () => page.locator('section').filter({ has: page.locator('li button[aria-pressed]') });
const chip = (name: string) => strip().locator('button[aria-pressed]').filter({ hasText: name });
const visit = (id: string) => page.locator(`[data-visit="${id}"]`);
const column = (date: string, doctor = clinic.doctors.salma) => page.locator(`[data-doctor="${doctor}"][data-date="${date}"]`);

async function onDay(date: string): Promise<Appointment[]> {
  const { appointments } = await clinic.desk.call('agenda.day', { date });
  return appointments.filter(({ status }) => status === 'scheduled' || status === 'confirmed');
}

async function booked(start: string, who: 'omar' | 'mona' | 'hany' = 'hany', date = clinic.today): Promise<Appointment> {
  const request = { doctor_id: clinic.doctors.salma, patient_id: clinic.patients[who], date, start, minutes: 30, symptoms: [] };
  const { appointment } = await clinic.desk.call('appointments.book', request);
  if (date === clinic.today) await visit(appointment.id).waitFor();
  return appointment;
}

/** Sets a visit of today aside by its key. */
async function park(id: string): Promise<void> {
  await visit(id).click();
  await page.keyboard.press('h');
  await page.locator(`.parked[data-visit="${id}"]`).waitFor();
}

const whenOf = (visits: Appointment[]) => visits.map(({ date, start }) => [date, start]);

describe('in every language and theme', () => {
  test.each(LOOKS)('the strip over the board is accessible ($language, $theme)', async (look) => {
    const first = await booked('10:00');
    const second = await booked('11:00', 'mona');
    await show(page, look);
    await park(first.id);
    await park(second.id);
    await expect.poll(() => strip().locator('li').count()).toBe(2);
    await page.keyboard.press('v');
    await page.locator('.carried').first().waitFor();
    await picture(page, `clipboard-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
  });
});

describe('a visit set aside', () => {
  test('stays where it is booked, goes along to another day, and is put down there by keys', async () => {
    const { id } = await booked('10:00');
    await park(id);
    await chip('Hany Mikhail').waitFor();
    expect(whenOf(await onDay(clinic.today))).toEqual([[clinic.today, '10:00']]);
    await page.keyboard.press('PageDown');
    await column(clinic.tomorrow).waitFor();
    await page.keyboard.press('v');
    await page.locator('.carried.yes').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => onDay(clinic.tomorrow)).toMatchObject([{ id }]);
    expect(await onDay(clinic.today)).toEqual([]);
    await strip().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await expect.poll(async () => whenOf(await onDay(clinic.today))).toEqual([[clinic.today, '10:00']]);
  });

  test('stays on the clipboard where the desk refuses, and after Escape', async () => {
    const { id } = await booked('10:00');
    await booked('14:00', 'omar', clinic.tomorrow);
    await park(id);
    await page.keyboard.press('PageDown');
    await column(clinic.tomorrow).waitFor();
    await chip('Hany Mikhail').click();
    await expect.poll(() => chip('Hany Mikhail').getAttribute('aria-pressed')).toBe('true');
    const box = (await column(clinic.tomorrow).locator('[data-body]').boundingBox())!;
    const taken = { x: box.x + box.width / 2, y: box.y + (14 - 9) * 60 * (box.height / 480) + 4 };
    await page.mouse.move(taken.x, taken.y);
    await page.locator('.carried.no').waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText(/stays: /).first().waitFor();
    await chip('Hany Mikhail').waitFor();
    await page.keyboard.press('v');
    await page.locator('.carried').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.carried').first().waitFor({ state: 'detached' });
    await chip('Hany Mikhail').waitFor();
    expect(whenOf(await onDay(clinic.today))).toEqual([[clinic.today, '10:00']]);
  });

  test('goes along into the week of another doctor', async () => {
    const { id } = await booked('10:00');
    await park(id);
    await column(clinic.today, clinic.doctors.karim).getByRole('rowheader').getByRole('button').click();
    await expect.poll(() => page.locator('[data-body]').count()).toBe(7);
    await page.keyboard.press('v');
    await column(clinic.today, clinic.doctors.karim).locator('.carried.yes').waitFor();
    await page.locator('[role=gridcell][tabindex="0"]').press('Enter');
    await expect.poll(() => onDay(clinic.today)).toMatchObject([{ id, doctor_id: clinic.doctors.karim }]);
  });

  test('is there again after another screen, a lock and a restart, and comes off by its key', async () => {
    const { id } = await booked('10:00');
    await park(id);
    await page.getByRole('link', { name: 'Patients' }).click();
    await page.locator('[role=grid]').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Day board' }).click();
    await chip('Hany Mikhail').waitFor();
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
    await page.locator('input[type=password]').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await chip('Hany Mikhail').waitFor();
    await page.reload();
    await come();
    await chip('Hany Mikhail').waitFor();
    await visit(id).click();
    await page.keyboard.press('h');
    await strip().waitFor({ state: 'detached' });
    await expect.poll(async () => (await clinic.desk.call('drafts.list', {})).drafts.map(({ name }) => name)).toEqual([]);
  });

  test('leaves the strip when the visit is cancelled elsewhere, and from the menu of its card', async () => {
    const { id } = await booked('10:00');
    const other = await booked('11:00', 'mona');
    await park(id);
    await visit(other.id).click();
    await page.locator('.dock').getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: /^To the clipboard/ }).click();
    await expect.poll(() => strip().locator('li').count()).toBe(2);
    await clinic.desk.call('appointments.cancel', { id });
    await expect.poll(() => strip().locator('li').count()).toBe(1);
    await strip().getByRole('button', { name: /off the clipboard/ }).click();
    await strip().waitFor({ state: 'detached' });
    expect(await onDay(clinic.today)).toMatchObject([{ id: other.id, start: '11:00' }]);
  });
});
