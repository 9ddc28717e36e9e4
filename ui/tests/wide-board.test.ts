// A board of more doctors than a window shows, against a real desk: only what is near is drawn, and nobody notices.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, DoctorId } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { checkInEveryLook } from './harness/looks.ts';
import { LOOKS, openBoard, show, useBrowser, type DeskPage, type Look } from './harness/browser.ts';

const MORE_DOCTORS = 37;

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
/** One a doctor, all at ten, in the order of the columns. */
let visits: Appointment[];

beforeAll(async () => {
  clinic = await testClinic();
  const { desk, today, patients } = clinic;
  for (let number = 1; number <= MORE_DOCTORS; number += 1) {
    const { doctor } = await desk.call('doctors.save', {
      full_name: `Tarek Number ${number}`, second_name: `طارق رقم ${number}`, title: 'Dr', specialty_ids: [], qualifications: [], languages: [],
      default_visit_minutes: 30, documents_verified: true,
    });
    const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    await desk.call('hours.set', { doctor_id: doctor.id, blocks: everyDay.map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' })) });
  }
  const { columns } = await desk.call('agenda.day', { date: today });
  visits = [];
  for (const { doctor_id } of columns) {
    const request = { doctor_id, patient_id: patients.omar, date: today, start: '10:00', minutes: 30, symptoms: [], overbook_reason: 'One patient is enough here' };
    visits.push((await desk.call('appointments.book', request)).appointment);
  }
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

const visit = (at: number) => page.locator(`[data-visit="${visits.at(at)!.id}"]`);
const column = (doctor: DoctorId) => page.locator(`[role=row][data-doctor="${doctor}"]`);

/** Whether a person sees it: its middle is what lies on top there. */
async function isSeen(at: number): Promise<boolean> {
  return visit(at).evaluate((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}

describe.each(LOOKS.filter(({ theme }) => theme === 'light'))('a board wider than the window, in $language', (look: Look) => {
  beforeEach(() => show(page, look));

  test('only what is near is drawn; a column scrolled to is there at once', async () => {
    await visit(1).waitFor();
    expect(await visit(-1).count()).toBe(0);
    expect(await page.locator('[data-visit]').count()).toBeLessThan(visits.length * 0.75);
    // Every doctor has a head, with how many are booked.
    expect(await page.locator('[role=row] [role=rowheader]').count()).toBe(visits.length);
    await column(visits.at(-1)!.doctor_id).scrollIntoViewIfNeeded();
    await expect.poll(() => isSeen(-1)).toBe(true);
    expect(await visit(1).count()).toBe(0);
    await column(visits[1]!.doctor_id).scrollIntoViewIfNeeded();
    await visit(1).waitFor();
  });

  test('keys go from the first column to the last, and what they stand on is seen', async () => {
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    const forward = look.language === 'ar' ? 'ArrowLeft' : 'ArrowRight';
    for (let pressed = 1; pressed < visits.length; pressed += 1) await page.keyboard.press(forward);
    const cell = page.locator('[role=gridcell]:focus');
    const last = visits.at(-1)!.doctor_id;
    await expect.poll(() => cell.evaluate((node) => node.closest<HTMLElement>('[role=row]')?.dataset.doctor)).toBe(last);
    await visit(-1).waitFor();
    // Its own time, where the cursor began anywhere else in the day.
    await page.keyboard.press('Home');
    await expect.poll(() => isSeen(-1)).toBe(true);
  });

  test('a visit that is asked for is brought into sight, wherever it stands', async () => {
    const id = visits.at(-1)!.id;
    await page.evaluate((visit) => (location.hash = `#/board?visit=${visit}`), id);
    await expect.poll(async () => (await visit(-1).count()) === 1 && (await isSeen(-1))).toBe(true);
    expect(await visit(-1).getAttribute('aria-selected')).toBe('true');
  });
});

test('a visit in hand stays while the board is scrolled under it', async () => {
  await visit(0).hover();
  const { x, y } = await visit(0).boundingBox().then((box) => ({ x: box!.x + 20, y: box!.y + 10 }));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 80, { steps: 4 });
  await column(visits.at(-1)!.doctor_id).scrollIntoViewIfNeeded();
  await visit(-1).waitFor();
  const home = column(visits[0]!.doctor_id);
  expect(await home.locator('[data-visit]').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await home.scrollIntoViewIfNeeded();
  await expect.poll(() => isSeen(0)).toBe(true);
  const { appointment } = await clinic.desk.call('appointments.get', { id: visits[0]!.id });
  expect(appointment).toMatchObject({ start: '10:00', doctor_id: visits[0]!.doctor_id });
});

test('a board that grows from one column to all of them has every visit that is in sight', async () => {
  // At first only one doctor is told of, whose column is as wide as the window.
  await page.evaluate(() => {
    const asked = window.fetch;
    window.fetch = async (to, what) => {
      const answer = await asked(to, what);
      const isFew = document.body.dataset.few !== undefined && typeof what?.body === 'string' && what.body.includes('agenda.day');
      if (!isFew) return answer;
      const body = (await answer.json()) as { result: { columns: unknown[] } };
      return new Response(JSON.stringify({ ...body, result: { ...body.result, columns: body.result.columns.slice(0, 1) } }), answer);
    };
    document.body.dataset.few = '';
  });
  // Scrollbars that take no room, as the window's: with them the size of the view tells nothing.
  await page.locator('[role=grid]').evaluate((grid) => (grid.style.scrollbarWidth = 'none'));
  const columns = page.locator('[role=row][data-doctor]');
  const hear = async (name: string) => clinic.desk.call('patients.register', { full_name: name, phones: ['0100 555 3310'], favourite_doctors: [] });
  await hear('Heard Once');
  await expect.poll(() => columns.count()).toBe(1);
  await page.setViewportSize({ width: 1400, height: 900 });
  await expect.poll(() => columns.first().evaluate((column) => column.getBoundingClientRect().right)).toBeLessThan(1400);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => delete document.body.dataset.few);
  await hear('Heard Twice');
  await expect.poll(() => columns.count()).toBe(visits.length);
  await visit(6).waitFor({ timeout: 5_000 });
});

test('looks right in both languages and themes', async () => {
  await visit(0).waitFor();
  await checkInEveryLook(page, 'board-wide');
});
