// Medical reps on the screen: booked by the rules, seen through on the board, summarised in a few keys, approved in the inbox.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nextDay, testClinic, type TestClinic } from './fixtures/clinic.ts';
import { openBoard, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let companies: { nile: string; delta: string };
let reps: { rania: string; adel: string; hala: string; omar: string };

beforeAll(async () => {
  clinic = await testClinic();
  const { call } = clinic.desk;
  const company = async (name: string) => (await call('companies.save', { name, phone: '19777' })).company.id;
  companies = { nile: await company('Nile Pharma'), delta: await company('شركة الدلتا') };
  const rep = async (company_id: string, full_name: string, second_name: string | null, credential_expires: string | null) =>
    (await call('reps.save', { company_id, full_name, second_name, drug_specialty: 'Cardiology', phone: '0100 222 1188', credential_expires })).rep.id;
  reps = {
    rania: await rep(companies.nile, 'Rania Aziz', 'رانيا عزيز', '2036-01-31'),
    adel: await rep(companies.nile, 'Adel Samir', null, null),
    hala: await rep(companies.delta, 'هالة نبيل', 'Hala Nabil', '2036-01-31'),
    omar: await rep(companies.delta, 'Omar Zaki', null, '2036-01-31'),
  };
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

async function go(place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), place);
}

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const panel = (name: string) => page.getByRole('dialog', { name });

/** A visit made past the screen. */
async function book(rep_id: string, doctor_id: string, date: string, start: string, as_request = false) {
  const products = ['Cardinil 5', 'Glucomin'];
  const request = { rep_id, doctor_id, date, start, minutes: 15, products, attendees: [], as_request };
  return (await clinic.desk.call('rep_visits.book', request)).visit;
}

async function visit(id: string) {
  return (await clinic.desk.call('rep_visits.get', { id })).visit;
}

/** The board with this visit selected, and the keys free. */
async function select({ id, date, company }: { id: string; date: string; company: string }): Promise<void> {
  await go(`#/board?date=${date}&visit=${id}`);
  await page.locator('.dock').getByRole('heading', { name: company }).waitFor();
  await page.locator('[role=grid]').first().press('Shift');
}

describe('medical reps', () => {
  test('R books a rep into the next time that fits, and the rule names the next date when it is too soon', async () => {
    await go(`#/reps?id=${reps.rania}`);
    await heading('Rania Aziz').waitFor();
    await page.locator('body').press('r');
    const booking = panel('Book a rep');
    await booking.getByRole('combobox', { name: /^Doctor/ }).click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    await booking.getByRole('heading', { name: 'Next times that fit' }).waitFor();
    await booking.getByRole('listitem').first().getByRole('button').click();
    await booking.getByText('Fits the hours, the day and the rules').waitFor();
    await booking.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByText(/Rania Aziz.* is booked/).waitFor();
    await page.getByRole('list', { name: 'Visits' }).getByText('Approved').waitFor();

    await page.locator('body').press('r');
    await booking.getByRole('combobox', { name: /^Doctor/ }).click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    await booking.getByLabel('Day', { exact: true }).fill(nextDay(clinic.tomorrow));
    await booking.getByLabel('Time', { exact: true }).fill('16:30');
    await booking.getByLabel('Time', { exact: true }).press('Tab');
    await booking.getByText(/14 days must lie between.*Next: /).waitFor();
    await booking.getByRole('listitem').first().getByRole('button').click();
    await booking.getByText('Fits the hours, the day and the rules').waitFor();
    // What Enter would do has the focus.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Book');
    await page.keyboard.press('Escape');
    await booking.waitFor({ state: 'detached' });
  });

  test.each([
    { language: 'en', doctor: 'karim', title: /What came of .*Adel Samir/ },
    { language: 'ar', doctor: 'nadine', title: /ما نتج عن زيارة .*Adel Samir/ },
  ] as const)('the board sees a visit through to its summary, in $language', async ({ language, doctor, title }) => {
    const booked = await book(reps.adel, clinic.doctors[doctor], clinic.today, '16:30');
    await show(page, { language, theme: 'light' });
    await select(booked);
    await page.keyboard.press('a');
    await expect.poll(async () => (await visit(booked.id)).status).toBe('arrived');
    await expect.poll(() => page.locator('.dock').innerText()).toMatch(language === 'en' ? /Rep visit: Arrived/ : /زيارة مندوب: حضر/);
    await page.keyboard.press('s');
    await expect.poll(async () => (await visit(booked.id)).status).toBe('in_visit');
    await expect.poll(() => page.locator('.dock').innerText()).toMatch(language === 'en' ? /With the doctor/ : /عند الطبيب/);

    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: title }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('rest'))).toBe(true);
    for (const key of ['2', '5', 'Tab', '4', 'Enter']) await page.keyboard.press(key);
    await expect.poll(async () => (await visit(booked.id)).status).toBe('completed');
    const { summary } = await visit(booked.id);
    expect(summary?.samples).toEqual([{ product: 'Cardinil 5', quantity: 4, lot: null, expires: null }]);
    expect(summary?.topic).toBe(language === 'en' ? 'New dose or form' : 'جرعة أو شكل جديد');
    expect(summary?.feedback).toBe(language === 'en' ? 'Interested' : 'مهتم');
  });

  test('a blocked rep is refused at the door, and the board says so', async () => {
    const booked = await book(reps.omar, clinic.doctors.karim, clinic.today, '16:45');
    await go(`#/reps?id=${reps.omar}`);
    await heading('Omar Zaki').waitFor();
    await page.getByRole('button', { name: 'Block…' }).click();
    await panel('Do not let Omar Zaki in').or(page.getByRole('dialog')).getByLabel('Reason').fill('Went past the desk');
    await page.keyboard.press('Enter');
    await page.getByText(/Not let in until/).first().waitFor();
    await select(booked);
    await page.keyboard.press('a');
    await page.getByText(/Omar Zaki.* is not let in until the end of .*Went past the desk/).waitFor();
    const now = await visit(booked.id);
    expect([now.status, now.cancel_reason]).toEqual(['refused_entry', 'rep.blocked']);
    await go(`#/reps?id=${reps.omar}`);
    await page.getByText('The rep was blocked').waitFor();
    await page.getByRole('button', { name: 'Let in again' }).click();
    await page.getByText(/is let in again/).waitFor();
  });

  test('a rep whose credential has run out is refused at the door', async () => {
    const booked = await book(reps.adel, clinic.doctors.salma, clinic.tomorrow, '16:45');
    const adel = (credential_expires: string | null) => clinic.desk.call('reps.save', { id: reps.adel, company_id: companies.nile, full_name: 'Adel Samir', credential_expires });
    await adel('2020-01-31');
    await select(booked);
    await page.keyboard.press('a');
    await page.getByText(/Adel Samir.*credential ran out/).first().waitFor();
    const now = await visit(booked.id);
    expect([now.status, now.cancel_reason]).toEqual(['refused_entry', 'rep.credential_expired']);
    await adel(null);
  });

  test('one rep over the cap of the day is told so, with the next day that has room', async () => {
    const { nadine } = clinic.doctors;
    const day = nextDay(nextDay(nextDay(clinic.tomorrow)));
    const { day_limits: limits } = await clinic.desk.call('day_limits.list', { doctor_id: nadine });
    await clinic.desk.call('day_limits.set', { doctor_id: nadine, limits: [{ max_patients: null, max_reps: 1 }] });
    const { id } = await book(reps.hala, nadine, day, '16:30');
    await go(`#/reps?id=${reps.omar}`);
    await heading('Omar Zaki').waitFor();
    await page.locator('body').press('r');
    const booking = panel('Book a rep');
    await booking.getByRole('combobox', { name: /^Doctor/ }).click();
    await page.getByRole('option', { name: /Nadine/ }).click();
    await booking.getByLabel('Day', { exact: true }).fill(day);
    await booking.getByLabel('Time', { exact: true }).fill('16:45');
    await booking.getByLabel('Time', { exact: true }).press('Tab');
    await booking.getByText(/day is full: 1 of 1 booked.*Next: /).waitFor();
    await page.keyboard.press('Escape');
    await booking.waitFor({ state: 'detached' });
    await clinic.desk.call('rep_visits.cancel', { id });
    await clinic.desk.call('day_limits.set', { doctor_id: nadine, limits: limits.map(({ weekday, max_patients, max_reps }) => ({ weekday, max_patients, max_reps })) });
  });

  test('a rep on a day that is closed afterwards waits in the inbox until the visit has an end', async () => {
    const { call } = clinic.desk;
    const day = nextDay(nextDay(clinic.tomorrow));
    const booked = await book(reps.rania, clinic.doctors.karim, day, '16:30');
    const { closure } = await call('closures.add', { doctor_id: clinic.doctors.karim, first_date: day, last_date: day, reason: 'Conference' });
    await go('#/attention');
    await page.locator('[data-reps]').getByText('1 rep visit needs another time').waitFor();
    await checkInEveryLook(page, 'reps-displaced-attention');
    await page.locator('[data-reps]').click();
    const row = page.locator(`[data-displaced="${booked.id}"]`);
    await row.getByText(/Conference/).waitFor();
    await checkInEveryLook(page, 'reps-displaced');
    const gone = () => row.waitFor({ state: 'detached' });

    await row.locator('.answer').getByRole('button').first().click();
    await gone();
    const [moved] = (await call('reps.get', { id: reps.rania })).visits.filter(({ rescheduled_from }) => rescheduled_from === booked.id);
    expect([moved?.status, moved?.date === day]).toEqual(['approved', false]);
    await page.keyboard.press('Control+z');
    await row.waitFor();

    await row.getByRole('button', { name: 'Leave it…' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('They meet at the conference');
    await page.keyboard.press('Enter');
    await gone();
    expect((await visit(booked.id)).overbook_reason).toBe('They meet at the conference');

    // Who looks at the board sees why it stands there.
    await go(`#/board?date=${day}`);
    const card = page.locator(`[data-visit="${booked.id}"]`);
    await card.locator('svg.over-mark').waitFor();
    expect(await card.locator('.spoken').textContent()).toMatch(/Overbooked.*They meet at the conference/);
    await card.click();
    await page.locator('.dock').getByText('Overbooked: They meet at the conference').waitFor();
    await checkInEveryLook(page, 'reps-left-on-board');
    await go('#/reps?part=requests');
    await page.getByRole('tab', { name: /^Requests/ }).waitFor();
    await page.keyboard.press('Control+z');
    await row.waitFor();

    await call('closures.remove', { id: closure.id });
    await gone();
    await call('rep_visits.cancel', { id: booked.id });
  });

  test('a request waits in the inbox until it is approved', async () => {
    const wish = await book(reps.hala, clinic.doctors.salma, nextDay(clinic.tomorrow), '16:45', true);
    await page.getByRole('navigation').getByText('1 request waits').waitFor({ state: 'attached' });
    await go('#/reps?part=requests');
    await page.getByText('Fits now').waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('No request waits').waitFor();
    expect((await visit(wish.id)).status).toBe('approved');
  });

  test('a locked summary is corrected below it', async () => {
    const day = clinic.today;
    const booked = await book(reps.hala, clinic.doctors.nadine, day, '16:45');
    const { call } = clinic.desk;
    await call('rep_visits.arrive', { id: booked.id });
    await call('rep_visits.start', { id: booked.id });
    const samples = [{ product: 'Glucomin', quantity: 6, lot: 'L77', expires: clinic.tomorrow }];
    await call('rep_visits.complete', { id: booked.id, summary: { samples, minutes: 8, topic: 'New product', feedback: null } });
    await go(`#/reps?id=${reps.hala}`);
    await page.getByRole('button', { name: 'Correct…' }).click();
    await page.getByRole('dialog').getByLabel('Correction').fill('Five boxes, not six');
    await page.getByRole('button', { name: 'Add the correction' }).click();
    await page.getByText('Five boxes, not six').waitFor();
    expect((await visit(booked.id)).summary?.samples[0]?.quantity).toBe(6);
    await go('#/reps?part=samples');
    await page.getByRole('table').getByText('L77').waitFor();
  });

  test('the rules of the site are set where they stand', async () => {
    await go('#/reps?part=rules');
    await expect.poll(() => page.getByRole('combobox', { name: 'For' }).inputValue()).toBe('Dokki');
    await page.getByLabel('Hours of notice', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Rules saved').waitFor();
    const { rules } = await clinic.desk.call('rep_rules.list', {});
    expect(rules[0]?.limits.notice_hours).toBe(2);
    const { sites } = await clinic.desk.call('sites.list', {});
    await clinic.desk.call('rep_rules.set', { site_id: sites[0]!.id, limits: {} });
  });

  test('has no serious issue in any look', async () => {
    const wish = await book(reps.omar, clinic.doctors.nadine, nextDay(clinic.tomorrow), '16:30', true);
    await book(reps.rania, clinic.doctors.nadine, nextDay(clinic.tomorrow), '16:30');
    for (const [name, place, shown] of [
      ['reps-page', `#/reps?id=${reps.hala}`, heading('هالة نبيل')],
      ['reps-edit', `#/reps?id=${reps.rania}&edit=1`, page.locator('form[aria-label="Rania Aziz"]')],
      ['reps-company', `#/reps?part=companies&id=${companies.nile}`, heading('Nile Pharma')],
      ['reps-requests', '#/reps?part=requests', page.getByRole('heading', { name: /Omar Zaki/ })],
      ['reps-samples', '#/reps?part=samples', page.getByRole('table').getByText('L77')],
      ['reps-rules', '#/reps?part=rules', page.getByRole('table')],
    ] as const) {
      await go(place);
      await shown.first().waitFor();
      await checkInEveryLook(page, name);
    }
    await clinic.desk.call('rep_visits.decline', { id: wish.id, reason: 'Not this month' });
  });

  test('its forms have no serious issue in any look', async () => {
    const seen = await book(reps.hala, clinic.doctors.karim, clinic.today, '16:45');
    await clinic.desk.call('rep_visits.arrive', { id: seen.id });
    await clinic.desk.call('rep_visits.start', { id: seen.id });
    await clinic.desk.call('rep_visits.complete', { id: seen.id });
    await go(`#/reps?id=${reps.hala}`);
    await heading('هالة نبيل').waitFor();
    const write = page.getByRole('button', { name: /^(Write the summary…|كتابة الملخص…)$/ });
    await checkInEveryLook(page, 'reps-summary', async () => {
      await write.click();
      await page.getByRole('dialog').waitFor();
    });
    await go('#/board');
    await checkInEveryLook(page, 'reps-booking', async () => {
      await page.locator('body').press('r');
      await page.getByRole('dialog').waitFor();
    });
  });
});
