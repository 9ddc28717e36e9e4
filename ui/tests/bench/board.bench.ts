// From a key that is pressed on the board until the screen has been painted. A figure to read and no test: a busy machine decides it.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { testClinic, type TestClinic } from '../fixtures/clinic.ts';
import { logIn, openPage, useBrowser, type DeskPage } from '../harness/browser.ts';
import { ADMIN } from '../harness/desk.ts';

const DOCTORS = 20;
const VISITS_EACH = 60;
const ROUNDS = 50;
/** Milliseconds at the 95th of a hundred: what is aimed for, and what is never to be passed. */
const [AIM, MOST] = [50, 100];

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

beforeAll(async () => {
  clinic = await testClinic();
  page = await openPage(browser(), clinic.desk);
  const grid = page.locator('[role=grid]');
  await Promise.race([grid.waitFor(), page.locator('input[type=password]').waitFor()]);
  if (!(await grid.isVisible())) await logIn(page, ADMIN);
  await grid.waitFor();
});
afterAll(() => page.context().close());

/** Answered to the page in place of the desk's day, which would take minutes to book. */
async function busyDay(): Promise<void> {
  const { today, doctors, patients } = clinic;
  const request = { doctor_id: doctors.salma, patient_id: patients.hany, date: today, start: '10:00', minutes: 15, symptoms: [] };
  const { appointment } = await clinic.desk.call('appointments.book', request);
  const day = await clinic.desk.call('agenda.day', { date: today });
  const columns = Array.from({ length: DOCTORS }, (_, index) => ({ ...day.columns[0]!, doctor_id: `doctor-${index}` }));
  const appointments = columns.flatMap(({ doctor_id }) =>
    Array.from({ length: VISITS_EACH }, (_, index) => {
      const at = 9 * 60 + index * 8;
      const start = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      return { ...appointment, id: `${doctor_id}-${index}`, doctor_id, start, minutes: 8 };
    }),
  );
  await page.route('**/rpc', async (route) => {
    if (!(route.request().postData() ?? '').includes('agenda.day')) return route.fallback();
    const response = await route.fetch();
    const body = (await response.json()) as { result: object };
    await route.fulfill({ response, json: { ...body, result: { ...body.result, columns, appointments } } });
  });
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await expect.poll(() => page.locator('.visit').count()).toBe(DOCTORS * VISITS_EACH);
}

/** From the moment the key was pressed, by the browser's own stamp, until the frame after it has been handed over to be shown. */
async function watchKeys(): Promise<void> {
  await page.evaluate(() => {
    const seen = window as unknown as { painted: number[] };
    seen.painted = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => void seen.painted.push(performance.now() - (data as number));
    addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => port2.postMessage(timeStamp)), { capture: true });
  });
}

async function measure(keys: readonly string[]): Promise<number[]> {
  await page.evaluate(() => ((window as unknown as { painted: number[] }).painted = []));
  const painted = () => page.evaluate(() => (window as unknown as { painted: number[] }).painted);
  for (let pressed = 1; pressed <= ROUNDS * keys.length; pressed += 1) {
    await page.keyboard.press(keys[pressed % keys.length]!);
    await expect.poll(async () => (await painted()).length, { interval: 5 }).toBe(pressed);
  }
  return (await painted()).sort((a, b) => a - b);
}

test('a key on the board of twenty busy doctors', async () => {
  await busyDay();
  await page.locator('[role=gridcell][tabindex="0"]').focus();
  await watchKeys();
  const arrows = await measure(['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']);
  // A key that does nothing: the wait for the next frame, and what the browser and the measuring take in any case.
  const idle = await measure(['Shift']);
  const at = (times: readonly number[], share: number) => times[Math.floor((times.length * share) / 100)]!;
  const told = (times: readonly number[]) => `p50 ${at(times, 50).toFixed(1)} ms, p95 ${at(times, 95).toFixed(1)} ms`;
  console.info(`keypress to paint, ${DOCTORS} doctors with ${VISITS_EACH} visits each: ${told(arrows)} (aim ${AIM}, at most ${MOST})`);
  console.info(`a key that does nothing: ${told(idle)}`);
  expect(arrows).toHaveLength(ROUNDS * 4);
});
