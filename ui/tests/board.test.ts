// The day board and booking, against a real desk.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, openBoard, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import type { Appointment } from '../src/backend/bindings.ts';

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
  // Every test begins with an empty book and nothing half written.
  await clinic.desk.call('drafts.discard', { name: 'booking' });
  for (const date of [clinic.today, clinic.tomorrow]) {
    const { appointments } = await clinic.desk.call('agenda.day', { date });
    for (const { id, status } of appointments) {
      if (status === 'in_consultation') await clinic.desk.call('appointments.complete', { id });
      else if (status !== 'cancelled' && status !== 'completed' && status !== 'no_show') await clinic.desk.call('appointments.cancel', { id });
    }
  }
});

const column = (doctor: string) => page.locator(`[data-doctor="${doctor}"] [data-body]`);
const visit = (id: string) => page.locator(`[data-visit="${id}"]`);

/** Books through the desk, so that a test begins where it wants to. */
async function booked(start: string, who: 'omar' | 'mona' | 'hany' = 'hany', date = clinic.today, doctor = clinic.doctors.salma, minutes = 30): Promise<Appointment> {
  const { appointment } = await clinic.desk.call('appointments.book', {
    doctor_id: doctor,
    patient_id: clinic.patients[who],
    date,
    start,
    minutes,
    symptoms: [],
  });
  await visit(appointment.id).waitFor({ state: date === clinic.today ? 'visible' : 'detached' });
  return appointment;
}

async function onDay(date: string): Promise<Appointment[]> {
  const { appointments } = await clinic.desk.call('agenda.day', { date });
  return appointments.filter(({ status }) => status !== 'cancelled' && status !== 'completed');
}

/** Three visits of today that the patient did not come to; the last of them can be taken back by this name. */
async function missed(who: 'omar'): Promise<{ first: string; last: string }> {
  const visits: string[] = [];
  let last = '';
  for (const start of ['14:00', '14:30', '15:00']) {
    const { id } = await booked(start, who, clinic.today, clinic.doctors.nadine);
    visits.push(id);
    last = (await clinic.desk.call('appointments.no_show', { id })).operation_id!;
  }
  return { first: visits[0]!, last };
}

/** The point of a column at a time of the day; the boards of this clinic begin at nine. */
async function pointAt(doctor: string, time: string): Promise<{ x: number; y: number }> {
  const box = (await column(doctor).boundingBox())!;
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

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('in every language and theme', () => {
  test.each(LOOKS)('the board and the booking panel are accessible ($language, $theme)', async (look) => {
    const { id } = await booked('10:00');
    await booked('11:00', 'mona');
    await show(page, look);
    await visit(id).click();
    await page.locator('.dock').getByText('PAT-A-').waitFor();
    await picture(page, `board-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('b');
    await page.keyboard.type('12:50 20m omar');
    await page.locator('[role=option]').first().waitFor();
    // The doctor at whose column one stood goes home at 13:00: the refusal stands there before the patient does.
    await page.getByRole('dialog').getByRole('alert').waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await picture(page, `booking-${look.language}-${look.theme}`);
    expect(await seriousIssues(page)).toEqual([]);
  });
});

describe('booking', () => {
  test('a click on free time books there, and the visit is selected afterwards', async () => {
    const at = await pointAt(clinic.doctors.karim, '14:15');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.type('hany');
    await press('Enter', 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [made] = await onDay(clinic.today);
    expect(made).toMatchObject({ doctor_id: clinic.doctors.karim, start: '14:15', minutes: 20 });
    await expect.poll(() => visit(made!.id).getAttribute('aria-selected')).toBe('true');
  });

  test('a drag over free time books its length', async () => {
    await drag(await pointAt(clinic.doctors.nadine, '09:30'), await pointAt(clinic.doctors.nadine, '10:13'));
    await page.mouse.up();
    await page.keyboard.type('omar');
    await press('Enter', 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await onDay(clinic.today)).toMatchObject([{ doctor_id: clinic.doctors.nadine, start: '09:30', minutes: 45 }]);
  });

  test('Enter on a slot of the keyboard books there', async () => {
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    await press('Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter');
    await page.keyboard.type('منى');
    await press('Enter', 'Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await onDay(clinic.today)).toMatchObject([{ start: '09:30', patient_id: clinic.patients.mona }]);
  });

  test('a refused time says why, shows the same numbers on the board, and Enter takes the first', async () => {
    // Tomorrow, so that there is free time left whenever this runs.
    await booked('12:30', 'hany', clinic.tomorrow);
    await page.keyboard.press('b');
    await page.keyboard.type('dr salma tomorrow 12:50 20m omar');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    expect(await panel.getByRole('alert').textContent()).toContain('13:00');
    const numbers = page.locator('[data-body] .ghost.offered kbd');
    await expect.poll(() => numbers.allTextContents()).toContain('1');
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'detached' });
    expect(await onDay(clinic.tomorrow)).toHaveLength(2);
  });

  test('two that touch both fit, and a time inside one of them says who is there', async () => {
    for (const [start, who] of [['10:00', 'hany'], ['10:15', 'mona']] as const) await booked(start, who, clinic.tomorrow, clinic.doctors.salma, 15);
    await page.keyboard.press('b');
    await page.keyboard.type('dr salma tomorrow 10:05 10m omar');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    const refusal = page.getByRole('dialog').getByRole('alert');
    await refusal.getByText(/Hany Mikhail/).waitFor();
    expect(await refusal.textContent()).toMatch(/10:00.*10:15/);
    expect((await onDay(clinic.tomorrow)).map(({ start }) => start)).toEqual(['10:00', '10:15']);
    await page.keyboard.press('Escape');
  });

  test('the board ends at the day that is meant, however late another one is read', async () => {
    await page.keyboard.press('b');
    await page.keyboard.type('dr salma tom');
    const body = (date: string) => page.locator(`[data-doctor="${clinic.doctors.salma}"][data-date="${date}"]`);
    await body(clinic.tomorrow).waitFor();
    let answer = () => undefined as void;
    const late = new Promise<void>((go) => (answer = go));
    let asked = () => undefined as void;
    const isAsked = new Promise<void>((go) => (asked = go));
    await page.route('**/rpc', async (route) => {
      const said = route.request().postData() ?? '';
      if (!said.includes('agenda.day') || !said.includes(clinic.today)) return route.fallback();
      asked();
      await late;
      await route.fallback();
    });
    // Half a word is no day: the board turns back to today, and on again before today was read.
    await page.keyboard.type('o');
    await isAsked;
    await page.keyboard.type('rrow 12:50 20m ');
    answer();
    await page.locator('[data-body] .ghost.offered').first().waitFor();
    await body(clinic.tomorrow).waitFor();
    expect(await body(clinic.today).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  test('over a refusal only with a reason', async () => {
    await booked('10:00');
    await page.keyboard.press('b');
    await page.keyboard.type('dr salma 10:00 omar');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Overbook with a reason…' }).click();
    await page.keyboard.type('New burn');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await onDay(clinic.today)).map(({ overbook_reason }) => overbook_reason)).toContain('New burn');
    await page.locator('.visit.overbooked').waitFor();
  });

  test('nobody found: registers with a name and a phone and goes on', async () => {
    await page.keyboard.press('b');
    await page.keyboard.type('Yara Samir');
    await page.getByText('Nobody found').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('0111 222 3344');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Yara Samir' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const found = [...(await onDay(clinic.today)), ...(await onDay(clinic.tomorrow))];
    expect(found.map(({ patient_name }) => patient_name)).toEqual(['Yara Samir']);
  });

  test('what was being written is there again after the page was left', async () => {
    await page.keyboard.press('b');
    await page.keyboard.type('dr karim 15:00 oma');
    await page.waitForTimeout(900);
    await page.reload();
    await page.getByRole('dialog').waitFor();
    expect(await page.locator('input[role=combobox]').first().inputValue()).toBe('dr karim 15:00 oma');
    await page.keyboard.press('Escape');
  });
});

describe('a visit of today', () => {
  test('arrives with one key, and Ctrl+Z takes it back', async () => {
    const { id } = await booked('10:00');
    await visit(id).click();
    await page.keyboard.press('a');
    await page.locator('.visit.arrived').waitFor();
    await page.getByRole('region', { name: 'Here now' }).getByText('Hany Mikhail').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.visit.scheduled').waitFor();
  });

  test('the way back on a toast takes back what the toast speaks of, whatever came after it', async () => {
    const { id } = await booked('10:00');
    await visit(id).click();
    await page.keyboard.press('a');
    await page.locator('.visit.arrived').waitFor();
    const later = await booked('11:00', 'mona');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.locator('.visit.scheduled').nth(1).waitFor();
    expect((await onDay(clinic.today)).map((each) => [each.id, each.status])).toEqual([[id, 'scheduled'], [later.id, 'scheduled']]);
  });

  test('goes from arrived to completed by its keys', async () => {
    // Where no other test books: a completed visit keeps its time.
    const { id } = await booked('16:00', 'hany', clinic.today, clinic.doctors.nadine);
    await visit(id).click();
    for (const [key, look] of [['a', 'arrived'], ['s', 'in_consultation'], ['c', 'completed']] as const) {
      await page.keyboard.press(key);
      await page.locator(`.visit.${look}`).waitFor();
    }
  });

  test('is cancelled with who and why', async () => {
    const { id } = await booked('10:00');
    await visit(id).click();
    await page.keyboard.press('Delete');
    await page.getByRole('radio', { name: 'The doctor' }).check();
    await page.getByLabel('Why').fill('Called to surgery');
    await page.keyboard.press('Enter');
    await visit(id).waitFor({ state: 'detached' });
    const { appointment } = await clinic.desk.call('appointments.get', { id });
    expect(appointment).toMatchObject({ cancelled_by: 'doctor', cancel_reason: 'Called to surgery' });
  });
});

describe('moving', () => {
  test.each(['en', 'ar'] as const)('by drag, with the verdict while it hovers (%s)', async (language) => {
    const { id } = await booked('10:00');
    await show(page, { language, theme: 'light' });
    await drag(await pointAt(clinic.doctors.salma, '10:05'), await pointAt(clinic.doctors.karim, '15:05'));
    await page.locator('.carried.yes').waitFor();
    await page.mouse.up();
    await expect.poll(async () => (await onDay(clinic.today)).map(({ doctor_id, start }) => [doctor_id, start])).toEqual([[clinic.doctors.karim, '15:00']]);
    await expect.poll(() => visit(id).getAttribute('aria-selected')).toBe('true');
  });

  test('snaps back with the reason where the desk refuses', async () => {
    await booked('10:00');
    await booked('15:00', 'omar', clinic.today, clinic.doctors.karim);
    await drag(await pointAt(clinic.doctors.salma, '10:05'), await pointAt(clinic.doctors.karim, '15:05'));
    await page.locator('.carried.no').waitFor();
    await page.mouse.up();
    await page.getByText(/stays: /).first().waitFor();
    expect((await onDay(clinic.today)).map(({ start }) => start)).toEqual(['10:00', '15:00']);
  });

  test('snaps back from a day that is closed', async () => {
    await booked('10:00');
    const closed = { doctor_id: clinic.doctors.karim, first_date: clinic.today, last_date: clinic.today, reason: 'Conference' };
    const { closure } = await clinic.desk.call('closures.add', closed);
    await page.getByText('Conference').first().waitFor();
    await drag(await pointAt(clinic.doctors.salma, '10:05'), await pointAt(clinic.doctors.karim, '15:05'));
    await page.locator('.carried.no').waitFor();
    await page.mouse.up();
    await page.getByText(/stays: .*Conference/).first().waitFor();
    expect((await onDay(clinic.today)).map(({ doctor_id, start }) => [doctor_id, start])).toEqual([[clinic.doctors.salma, '10:00']]);
    await clinic.desk.call('closures.remove', { id: closure.id });
  });

  test('by click: M, then the place', async () => {
    const { id } = await booked('10:00');
    await visit(id).click();
    await page.keyboard.press('m');
    const to = await pointAt(clinic.doctors.nadine, '11:00');
    await page.mouse.move(to.x, to.y);
    await page.locator('.carried.yes').waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(async () => (await onDay(clinic.today)).map(({ doctor_id, start }) => [doctor_id, start])).toEqual([[clinic.doctors.nadine, '11:00']]);
  });
});

describe('the board', () => {
  test('hears of what another seat does', async () => {
    const { id } = await booked('10:00');
    await clinic.desk.call('appointments.cancel', { id });
    await visit(id).waitFor({ state: 'detached' });
  });

  test('is one tab stop with full names', async () => {
    const { id } = await booked('10:00');
    expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);
    const name = await visit(id).locator('.spoken').textContent();
    expect(name).toContain('10:00');
    expect(name).toContain('30 minutes');
    expect(name).toContain('Scheduled');
  });

  test('goes to a day by its name', async () => {
    await page.keyboard.press('g');
    await page.keyboard.type('+1d');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[role=grid]').getAttribute('aria-label')).toContain(String(Number(clinic.tomorrow.slice(8))));
    await page.keyboard.press('t');
    await expect.poll(() => page.locator('[role=grid]').getAttribute('aria-label')).toContain(String(Number(clinic.today.slice(8))));
  });
});

test('three visits missed in a row show at booking and on the card, and an undo counts again', async () => {
  const { first, last } = await missed('omar');
  await visit(first).click();
  await page.locator('.dock').getByText('Missed the last 3 visits').waitFor();
  await page.keyboard.press('b');
  await page.keyboard.type('omar');
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog');
  await panel.getByText('Missed the last 3 visits').waitFor();
  await clinic.desk.call('operations.undo', { id: last });
  await panel.getByText('2 no-shows in 12 months').waitFor();
  await page.locator('.dock').getByText('2 no-shows in 12 months').waitFor();
  await page.keyboard.press('Escape');
});
