// The queue of today and walk-ins, on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment, DoctorQueue } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { LOOKS, openBoard, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { Hands } from './harness/hands.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

beforeAll(async () => {
  clinic = await testClinic();
  // Visits of five minutes, at any hour of any day: the desk's clock is the machine's.
  for (const id of Object.values(clinic.doctors)) {
    const { doctor } = await clinic.desk.call('doctors.get', { id });
    const { specialties, ...rest } = doctor as typeof doctor & { specialties?: { id: string }[] };
    await clinic.desk.call('doctors.save', {
      id, full_name: rest.full_name, second_name: rest.second_name, title: rest.title, specialty_ids: (specialties ?? []).map((each) => each.id),
      qualifications: [], languages: [], default_visit_minutes: 5, documents_verified: true,
    });
    await clinic.desk.call('hours.set', { doctor_id: id, blocks: WEEK.map((weekday) => ({ weekday, starts: '00:00', ends: '24:00' })) });
    await clinic.desk.call('day_limits.set', { doctor_id: id, limits: [] });
  }
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  for (const doctor of (await clinic.desk.call('queue.now', {})).doctors) {
    for (const { id } of doctor.inside) await clinic.desk.call('appointments.complete', { id });
    for (const { id } of [...doctor.waiting, ...doctor.expected, ...doctor.missing]) await clinic.desk.call('appointments.cancel', { id });
  }
  for (const id of Object.values(clinic.doctors)) await clinic.desk.call('day_limits.set', { doctor_id: id, limits: [] });
});

async function booked(who: keyof TestClinic['patients'], doctor: keyof TestClinic['doctors'] = 'salma'): Promise<Appointment> {
  const doctor_id = clinic.doctors[doctor];
  const [free] = (await clinic.desk.call('appointments.next_free', { doctor_id, count: 1 })).free_times;
  const request = { doctor_id, patient_id: clinic.patients[who], date: free!.date, start: free!.start, minutes: free!.minutes, symptoms: [] };
  return (await clinic.desk.call('appointments.book', request)).appointment;
}

const salma = async (): Promise<DoctorQueue> =>
  (await clinic.desk.call('queue.now', {})).doctors.find(({ doctor_id }) => doctor_id === clinic.doctors.salma)!;
const status = async (id: string) => (await clinic.desk.call('appointments.get', { id })).appointment.status;
const go = () => page.evaluate(() => (location.hash = '#/queue'));
const row = (id: string) => page.locator(`[data-queued="${id}"]`);

describe('the queue', () => {
  test('somebody is checked in, called, taken in and done with a key each, and Ctrl+Z takes back the last', async () => {
    const first = await booked('omar');
    const second = await booked('hany');
    await go();
    await row(first.id).waitFor();
    const hands = await Hands.on(page);
    await hands.click(row(first.id).getByRole('button', { name: /^Arrive/ }));
    await expect.poll(() => status(first.id)).toBe('arrived');
    await page.locator('nav a[href="#/queue"] .badge').waitFor();
    expect(await hands.counted()).toEqual({ keys: 0, clicks: 1 });
    await row(first.id).getByLabel('Number 1').waitFor();
    await hands.press('l');
    await expect.poll(async () => (await salma()).waiting[0]?.called_at ?? null).not.toBeNull();
    await hands.press('s');
    await expect.poll(() => status(first.id)).toBe('in_consultation');
    await row(first.id).getByRole('button', { name: /^Complete/ }).waitFor();
    await hands.press('c');
    await expect.poll(() => status(first.id)).toBe('completed');
    expect(await hands.counted()).toEqual({ keys: 3, clicks: 1 });
    await page.keyboard.press('Control+z');
    await expect.poll(() => status(first.id)).toBe('in_consultation');
    await row(second.id).waitFor();
  });

  test('somebody new is registered, booked and here in one step, and one undo takes all of it back', async () => {
    await go();
    await page.keyboard.press('w');
    const panel = page.getByRole('dialog');
    await panel.getByRole('textbox').first().fill('Zeyad Walker');
    await panel.getByRole('button', { name: 'New patient' }).click();
    await panel.getByLabel('Phone').fill('0155 270 9316');
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'detached' });
    const search = async () => (await clinic.desk.call('patients.search', { text: 'Zeyad Walker' })).patients.length;
    await expect.poll(search).toBe(1);
    const here = async () => (await clinic.desk.call('queue.now', {})).doctors.flatMap(({ waiting }) => waiting).length;
    await expect.poll(here).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(here).toBe(0);
    await expect.poll(search).toBe(0);
  });

  test('an emergency on a full day asks for a reason and is marked', async () => {
    await booked('omar');
    await clinic.desk.call('day_limits.set', { doctor_id: clinic.doctors.salma, limits: [{ max_patients: 1, max_reps: 2 }] });
    await go();
    await page.keyboard.press('w');
    const panel = page.getByRole('dialog');
    await panel.getByRole('textbox').first().fill('Hany');
    await panel.getByRole('button', { name: /Hany Mikhail/ }).waitFor();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: 'Hany Mikhail' }).waitFor();
    await panel.getByRole('combobox', { name: 'For whom' }).click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    await panel.getByRole('button', { name: /Take in/ }).click();
    await panel.getByText(/No time is free any more today/).waitFor();
    await panel.getByRole('button', { name: 'Right now' }).click();
    const why = 'Chest pain that began an hour ago on the stairs and has not gone since; the arm is numb, the daughter is with her and has the papers of the last stay';
    await panel.getByLabel('Why it cannot wait').fill(why);
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'detached' });
    const [taken] = (await salma()).waiting;
    expect(taken).toMatchObject({ patient_name: 'Hany Mikhail', overbook_reason: why });
    // However narrow the card: what is cut ends in dots, and the whole of it is there to be read.
    const mark = page.getByText(`Overbooked: ${why}`);
    await mark.waitFor();
    await picture(page, 'queue-emergency');
    const reason = page.locator('[role=group] .mark .cut');
    const drawn = await reason.evaluate((words) => {
      const all = document.createRange();
      all.selectNodeContents(words);
      const { display, textOverflow } = getComputedStyle(words);
      return { display, textOverflow, isCut: all.getBoundingClientRect().width > words.getBoundingClientRect().width };
    });
    // Of a box that lays out its parts nothing ends in dots.
    expect(drawn).toEqual({ display: 'block', textOverflow: 'ellipsis', isCut: true });
    // In the other direction too it is the end that is cut, and not how it begins.
    await show(page, LOOKS.find(({ language }) => language === 'ar')!);
    expect(await reason.evaluate((words) => getComputedStyle(words).direction)).toBe('ltr');
    await picture(page, 'queue-emergency-ar');
    await show(page, LOOKS[0]!);

    // Marked everywhere, also now that the patient is here: on the board with its card and its queue, in the week, in the closing report.
    const visit = page.locator(`[data-visit="${taken!.id}"]`);
    await page.evaluate((id) => (location.hash = `#/board?visit=${id}`), taken!.id);
    await visit.locator('svg.over-mark').waitFor();
    expect(await visit.locator('.spoken').textContent()).toMatch(/Arrived.*Overbooked.*Chest pain/);
    await page.locator('.dock').getByText(`Overbooked: ${why}`).waitFor();
    await page.getByRole('region', { name: 'Here now' }).getByText(`Overbooked: ${why}`).waitFor();
    await picture(page, 'board-emergency');
    await page.locator(`[data-doctor="${clinic.doctors.salma}"]`).first().getByRole('rowheader').getByRole('button').click();
    await page.getByRole('grid', { name: /^Week of Dr Salma/ }).waitFor();
    await visit.locator('svg.over-mark').waitFor();
    await page.keyboard.press('Shift+E');
    await page.getByText(why).waitFor();
  });

  test('queues that do not fit the window are scrolled to their end, and no card covers another', async () => {
    const visits: Appointment[] = [];
    for (const doctor of ['salma', 'karim', 'nadine'] as const) {
      for (const who of ['omar', 'hany'] as const) visits.push(await booked(who, doctor));
    }
    for (const { id } of visits) await clinic.desk.call('appointments.arrive', { id });
    await page.setViewportSize({ width: 1024, height: 400 });
    await go();
    const last = row(visits.at(-1)!.id);
    await last.waitFor();
    const covered = await page.locator('[role=group] > section').evaluateAll((cards) => {
      const boxes = cards.map((card) => card.getBoundingClientRect());
      const meet = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => meet(a, b))).length;
    });
    expect(covered).toBe(0);
    await last.scrollIntoViewIfNeeded();
    const seen = await last.evaluate((node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(seen).toBe(true);
  });

  test('looks right in both languages and themes', async () => {
    const visits = [await booked('omar'), await booked('hany'), await booked('mona')];
    for (const { id } of visits.slice(0, 2)) await clinic.desk.call('appointments.arrive', { id });
    await clinic.desk.call('queue.call_next', { doctor_id: clinic.doctors.salma });
    await clinic.desk.call('queue.walk_in', { patient_id: clinic.patients.hany, doctor_id: clinic.doctors.karim, into: 'first_time', reason: 'Fever' });
    await go();
    await row(visits[0]!.id).waitFor();
    await checkInEveryLook(page, 'queue');
    await page.keyboard.press('w');
    await page.getByRole('dialog').getByRole('textbox').first().fill('Mikhail');
    await page.getByRole('dialog').getByRole('button', { name: /Hany Mikhail/ }).waitFor();
    await checkInEveryLook(page, 'queue-walk-in');
  });
});
