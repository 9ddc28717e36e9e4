// The standing reports, on a real desk in a real browser: each in every look, their filters in the address, the keys of their charts,
// the visits behind a figure, the file and the paper.

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Appointment } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { eventfulClinic, type EventfulClinic } from './fixtures/eventful.ts';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, openBoard, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { saved } from './harness/pdf.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let omar: Appointment;
/** Days around the visits, so that a test may run on the first of a month. */
let days: { from: string; to: string };

beforeAll(async () => {
  clinic = await testClinic();
  const { call } = clinic.desk;
  const { salma, karim } = clinic.doctors;
  const book = async (patient: 'omar' | 'mona' | 'hany', doctor_id: string, date: string, start: string) => {
    const request = { doctor_id, patient_id: clinic.patients[patient], date, start, minutes: 15, symptoms: [] };
    return (await call('appointments.book', request)).appointment;
  };
  const came = async ({ id }: Appointment) => {
    for (const step of ['arrive', 'start', 'complete'] as const) await call(`appointments.${step}`, { id });
  };
  omar = await book('omar', salma, clinic.tomorrow, '09:30');
  await came(omar);
  await came(await book('mona', salma, clinic.tomorrow, '11:00'));
  await came(await book('hany', karim, clinic.tomorrow, '11:20'));
  const off = await book('hany', salma, clinic.tomorrow, '10:00');
  await call('appointments.cancel', { id: off.id, cancelled_by: 'doctor' });
  const { company } = await call('companies.save', { name: 'EIPICO', phone: '19777' });
  const { rep } = await call('reps.save', { company_id: company.id, full_name: 'Rania Aziz', drug_specialty: 'Cardiology', phone: '0100 222 1188' });
  const { visit } = await call('rep_visits.book', { rep_id: rep.id, doctor_id: karim, date: clinic.tomorrow, start: '16:30', minutes: 10, products: [], attendees: [], as_request: false });
  for (const step of ['arrive', 'start'] as const) await call(`rep_visits.${step}`, { id: visit.id });
  days = { from: clinic.today, to: clinic.tomorrow };
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

async function open(report: string, more: Record<string, string> = {}, at = page): Promise<void> {
  const query = new URLSearchParams({ report, ...days, ...more }).toString();
  await at.evaluate((hash) => (location.hash = hash), `#/reports?${query}`);
  await at.locator(`[data-reports] a[aria-current]`).waitFor();
  await at.locator(`[data-counted="${report}"][aria-busy=false]`).waitFor();
}
const params = async () => Object.fromEntries(new URLSearchParams((await page.evaluate(() => location.hash)).split('?')[1] ?? ''));
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

describe('in an eventful clinic', () => {
  let eventful: EventfulClinic;
  let page: DeskPage;
  beforeAll(async () => {
    eventful = await eventfulClinic();
    page = await openPage(browser(), eventful.desk);
    await page.locator('[role=grid]').first().waitFor();
  });
  afterEach(() => expect(page.problems).toEqual([]));
  afterAll(() => page.context().close());

  /** Tables and names that do not fit where they stand. */
  const tooWide = () => page.evaluate(() => [...document.querySelectorAll('main table')].filter((table) => table.scrollWidth > table.parentElement!.clientWidth + 1).map((table) => table.ariaLabel));

  test('each standing report has its words and something to show, and is well to look at and to hear in every look', { timeout: 600_000 }, async () => {
    const { reports } = await eventful.desk.call('reports.list', {});
    expect(reports.length).toBeGreaterThan(0);
    for (const { name } of reports) {
      await open(name, eventful.days, page);
      await page.locator('[data-row]').first().waitFor();
      const { chart } = await eventful.desk.call('reports.run', { report: name, ...eventful.days });
      expect((await page.locator('[data-mark]').count()) > 0, `whether ${name} draws something`).toBe(chart.kind !== 'none');
      for (const look of LOOKS) {
        await show(page, look);
        const text = await page.locator('main').innerText();
        // A key of the desk that nobody gave a word would stand there with its underscore.
        expect.soft(text.match(/\b[a-z]+_[a-z_]+\b/g), `${name} in ${look.language}`).toBeNull();
        expect.soft(await tooWide(), `${name} in ${look.language}`).toEqual([]);
        await picture(page, `report-${name}-${look.language}-${look.theme}`);
        expect.soft(await seriousIssues(page), `${name} in ${look.language}, ${look.theme}`).toEqual([]);
      }
      await show(page, LOOKS[0]!);
    }
  });

  test('doctors have their Arabic names wherever they are named', async () => {
    await open('doctors_by_specialty', eventful.days, page);
    await show(page, LOOKS.find(({ language }) => language === 'ar')!);
    const names = await page.locator('[data-row] td:last-child').allInnerTexts();
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(name).toMatch(/^[^a-z]+$/i);
    await show(page, LOOKS[0]!);
  });

  test('the overview stands on one screen of 1280 by 800 without scrolling, in every look', { timeout: 120_000 }, async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => (location.hash = '#/reports?report=overview'));
    await page.locator('.overview [data-mark]').first().waitFor();
    for (const look of LOOKS) {
      await show(page, look);
      await picture(page, `overview-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), `${look.language}, ${look.theme}`).toEqual([]);
      const scrolls = await page.evaluate(() => [...document.querySelectorAll('main, .overview')].filter((each) => each.scrollHeight > each.clientHeight + 1).map((each) => each.className));
      expect(scrolls, `${look.language}, ${look.theme}`).toEqual([]);
    }
    await show(page, LOOKS[0]!);
    await page.keyboard.press('d');
    await page.getByRole('region', { name: 'Patients a day' }).waitFor();
    await picture(page, 'overview-table');
    expect(await seriousIssues(page)).toEqual([]);
  });
});

describe('a report', () => {
  test('is counted from the visits, sorted by a column, and says what it counts', async () => {
    await open('doctors_by_patients');
    const row = page.getByRole('row', { name: /Dr Salma Fathy/ });
    await row.waitFor();
    expect((await row.locator('td').allInnerTexts()).slice(1)).toEqual(['2', '2']);
    const table = page.getByRole('table');
    const firstOf = () => table.locator('tbody tr').first().innerText();
    await page.getByRole('button', { name: 'Patients', exact: true }).click();
    expect(await firstOf()).toContain('Salma');
    await page.getByRole('button', { name: 'Patients', exact: true }).click();
    expect(await firstOf()).not.toContain('Salma');
    await page.getByText('A person counts once').waitFor();
    await page.getByText('Counted from the same visits the board shows').waitFor();
  });

  test('keeps its filters in the address, so that back and coming back by the rail find them', async () => {
    await open('patients_per_day');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('a');
    await expect.poll(params).toMatchObject({ against: 'before' });
    await page.getByLabel(/^Doctor:/).click();
    await page.getByRole('option', { name: 'Dr Salma Fathy' }).click();
    await expect.poll(params).toMatchObject({ doctor: clinic.doctors.salma });
    const kept = await params();
    await page.getByRole('link', { name: 'Patients', exact: true }).click();
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await expect.poll(params).toEqual(kept);
  });

  test('goes from period to period with the arrows', async () => {
    await open('patients_per_day');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await params()).to).not.toBe(days.to);
    await page.keyboard.press('ArrowRight');
    await expect.poll(params).toMatchObject({ report: 'patients_per_day' });
    await page.keyboard.press('t');
    await expect.poll(async () => (await params()).from).toBeUndefined();
  });

  test('is a table alone with D, and has its chart again with D', async () => {
    await open('peak_hour');
    const chart = page.getByRole('group', { name: /chart$/ });
    await chart.waitFor();
    await page.keyboard.press('d');
    await chart.waitFor({ state: 'detached' });
    await page.getByRole('table').waitFor();
    await page.keyboard.press('d');
    await chart.waitFor();
  });

  test('says so when there is nothing to count', async () => {
    await open('rep_visits_per_day', { from: '2020-01-01', to: '2020-01-02' });
    await page.getByText('Nothing to count').waitFor();
  });
});

describe('a chart', () => {
  test('is one stop of the Tab key; arrows go through its marks, which say their name and value', async () => {
    await open('peak_hour');
    const marks = page.locator('[data-mark]');
    await marks.first().waitFor();
    expect(await page.locator('[data-mark][tabindex="0"]').count()).toBe(1);
    await marks.first().focus();
    const begin = await focused();
    expect(begin).toMatch(/09:00.*1/);
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(begin);
    await page.locator('.tip').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.tip').waitFor({ state: 'detached' });
    await show(page, { language: 'ar', theme: 'dark' });
    await marks.first().focus();
    const start = await focused();
    await page.keyboard.press('ArrowLeft');
    expect(await focused(), 'where one reads from right to left, on is left').not.toBe(start);
  });

  test('opens the visits behind a mark, Enter shows one on the board, and back comes back to them', async () => {
    await open('peak_hour');
    await page.locator('[data-mark]').first().focus();
    await page.keyboard.press('Enter');
    const visit = page.locator(`[data-opened="${omar.id}"]`);
    await visit.waitFor();
    expect(await visit.innerText()).toContain('Omar Hesham Abdelaziz');
    await visit.focus();
    await page.keyboard.press('Enter');
    await page.locator(`[data-visit="${omar.id}"]`).waitFor();
    await page.goBack();
    await visit.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'What is counted' }).waitFor();
  });
});

test('a figure of a row is opened by itself', async () => {
  await open('patients_per_day');
  await page.locator(`[data-row="${clinic.tomorrow}"]`).click();
  await expect.poll(() => page.locator('[data-opened]').count()).toBe(4);
  await page.getByLabel(/^Figure:/).click();
  await page.getByRole('option', { name: 'Cancelled' }).click();
  await expect.poll(() => page.locator('[data-opened]').count()).toBe(1);
  await picture(page, 'report-behind-en-light');
  expect(await seriousIssues(page)).toEqual([]);
});

test('a block of hours, and whoever did something, lead to the visits behind them', async () => {
  await open('weekly_schedule');
  const weekday = new Date(`${clinic.tomorrow}T12:00:00Z`).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' }).toLowerCase();
  await page.locator(`[data-row$=" ${weekday}"]`, { hasText: 'Salma' }).first().click();
  await page.locator(`[data-opened="${omar.id}"]`).waitFor();
  await picture(page, 'report-behind-a-block-en-light');
  await open('who_did_what', { from: clinic.today, to: clinic.today });
  await page.locator('[data-row]').first().click();
  await page.locator(`[data-opened="${omar.id}"]`).waitFor();
});

test('the focus goes with the report that the palette chose', async () => {
  await page.keyboard.press('Shift+KeyR');
  await page.locator('[data-reports] a:focus').waitFor();
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('occ');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await params()).report).toBe('occupancy');
  await page.locator('[data-reports] a[aria-current]:focus', { hasText: 'Occupancy' }).waitFor();
});

describe('a report leaves the desk', () => {
  test('as a file that a spreadsheet reads, with the same figures', async () => {
    await open('doctors_by_patients');
    await page.locator('[data-row]').first().waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+KeyE')]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toMatch(/Salma Fathy.*,2,2/);
  });

  test('on paper, in the language that is chosen', async () => {
    await open('doctors_by_patients');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('Control+KeyP');
    const dialog = page.getByRole('dialog', { name: 'Print the report' });
    await dialog.waitFor();
    expect(await saved(page, 'Save as PDF')).toContain('Salma Fathy');
    await dialog.getByRole('radio', { name: 'العربية' }).check();
    expect(await saved(page, 'Save as PDF')).toContain('سلمى');
  });
});

describe('the overview', () => {
  const hash = () => page.evaluate(() => location.hash);

  test('counts the day as the board shows it, and every part leads to its report', async () => {
    await page.evaluate((address) => (location.hash = address), `#/reports?report=overview&date=${clinic.tomorrow}`);
    const booked = page.getByRole('link', { name: /^Booked 4/ });
    await booked.waitFor();
    await booked.click();
    await expect.poll(hash).toContain('report=patients_per_day');
    expect(await params()).toMatchObject({ from: clinic.tomorrow, to: clinic.tomorrow });
    await page.goBack();
    await booked.waitFor();
    await page.getByRole('group', { name: 'Visits by hour' }).locator('[data-mark]').first().focus();
    await page.keyboard.press('Enter');
    await expect.poll(hash).toContain('report=peak_hour');
    await page.locator('[data-opened]').first().waitFor();
  });

  test('turns to the day before and after with the arrows', async () => {
    await page.evaluate((address) => (location.hash = address), `#/reports?report=overview&date=${clinic.tomorrow}`);
    await page.getByRole('link', { name: /^Booked 4/ }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(hash).toContain(`date=${clinic.today}`);
    await page.keyboard.press('t');
    await expect.poll(hash).not.toContain('date=');
  });
});

test('the reports are reached from the board with a key, and with the arrows on to the next', async () => {
  await page.keyboard.press('Shift+KeyR');
  await page.locator('[data-reports] a:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await params()).report).toBeTruthy();
  await page.keyboard.press('Shift+KeyE');
  await page.getByRole('heading', { name: 'What still stands open' }).waitFor();
  await page.getByRole('link', { name: 'Closing report' }).waitFor();
});
