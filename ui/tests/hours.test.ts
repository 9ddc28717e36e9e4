// Hours, day limits, closures and holidays, on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Doctor } from '../src/backend/bindings.ts';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, logIn, openPage, picture, show, useBrowser, type DeskPage } from './harness/browser.ts';
import { demoDesk, type Login, type TestDesk } from './harness/desk.ts';

const browser = useBrowser();
let desk: TestDesk;
let admin: Login;
let page: DeskPage;
let doctor: Doctor;

beforeAll(async () => {
  desk = await demoDesk();
  admin = desk.logins.find(({ role }) => role === 'admin')!;
});
beforeEach(async () => {
  page = await openPage(browser(), desk);
  await logIn(page, admin);
  doctor = (await desk.call('doctors.list', { include_inactive: false })).doctors[0]!;
  await go(`#/hours?doctor=${doctor.id}`);
  await page.getByRole('group', { name: 'Week' }).waitFor();
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await desk.call('session.logout', {});
});

async function go(place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), place);
}

const blocks = () => page.locator('[data-block]');
const kept = async () => (await desk.call('hours.list', { doctor_id: doctor.id })).hours;

describe('hours', () => {
  test('a block is added and moved by keys, saved with Ctrl+S and taken back with Ctrl+Z', async () => {
    const before = await kept();
    await page.getByRole('button', { name: 'Add hours on Thursday' }).click();
    const block = page.locator('[data-block]:focus');
    await expect.poll(() => block.innerText()).toContain('09:00');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => block.innerText()).toMatch(/09:15\s*–13:00/);
    await page.keyboard.press('Control+s');
    await page.getByText(/^Hours of .* are saved$/).waitFor();
    const added = (await kept()).filter((hours) => hours.weekday === 'thu' && hours.starts === '09:15');
    expect(added).toMatchObject([{ ends: '13:00', audience: 'patient' }]);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await kept()).length).toBe(before.length);
  });

  test('a drag over empty time adds hours', async () => {
    const count = await blocks().count();
    const column = page.locator('.column').nth(5);
    const box = (await column.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 48);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 144, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => blocks().count()).toBe(count + 1);
    await expect.poll(() => page.locator('[data-block]:focus').innerText()).toMatch(/09:00\s*–11:00/);
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await expect.poll(() => blocks().count()).toBe(count);
  });

  test.each(LOOKS.filter(({ theme }) => theme === 'light'))('a short block says its time whole, and a word whole or not at all, in $language', async (look) => {
    await show(page, look);
    await page.locator('[data-block].rep').first().waitFor();
    for (let width = 1024; width <= 1600; width += 48) {
      await page.setViewportSize({ width, height: 800 });
      const cut = await page.locator('[data-block]').evaluateAll((blocks) =>
        blocks.flatMap((block) => {
          const { bottom } = block.getBoundingClientRect();
          const shown = [...block.querySelectorAll<HTMLElement>('.span, .who')].filter((part) => part.offsetHeight > 1);
          return shown.filter((part) => part.getBoundingClientRect().bottom > bottom).map((part) => part.textContent);
        }),
      );
      expect(cut, `${width} pixels wide`).toEqual([]);
    }
  });

  test('alternate weeks go out as a rule counted from a first day', async () => {
    await page.getByRole('button', { name: 'Add hours on Thursday' }).click();
    await page.getByRole('combobox', { name: /^Repeats/ }).click();
    await page.getByRole('option', { name: 'Every second week' }).click();
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText(/^Hours of .* are saved$/).waitFor();
    expect((await kept()).filter(({ rrule }) => rrule !== null)).toMatchObject([
      { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', valid_from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    ]);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await kept()).every(({ rrule }) => rrule === null)).toBe(true);
  });

  test('hours that overlap are refused and the block is named', async () => {
    const [block] = await kept();
    const name = { sat: 'Saturday', sun: 'Sunday', mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday' }[block!.weekday!];
    await page.getByRole('button', { name: `Add hours on ${name}` }).click();
    await page.getByRole('textbox', { name: 'From', exact: true }).fill(block!.starts);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
  });

  test('a limit of a day is kept, and an emptied one is gone', async () => {
    const limits = async () => (await desk.call('day_limits.list', { doctor_id: doctor.id })).day_limits;
    const input = page.getByRole('textbox', { name: 'Thursday: Most patients a day' });
    await input.fill('١٢');
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText(/^Day limits of .* are saved$/).waitFor();
    expect((await limits()).find(({ weekday }) => weekday === 'thu')).toMatchObject({ max_patients: 12, max_reps: null });
    await input.fill('');
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect.poll(async () => (await limits()).some(({ weekday }) => weekday === 'thu')).toBe(false);
  });

  test('a closure says whom it touches before it is saved, and is undone', async () => {
    const agenda = await desk.call('agenda.day', { date: (await desk.call('agenda.day', { date: '2000-01-01' })).today });
    const busy = agenda.appointments.find(({ status }) => ['scheduled', 'confirmed'].includes(status));
    const target = busy?.doctor_id ?? doctor.id;
    const before = (await desk.call('closures.list', {})).closures.length;
    await go(`#/hours?doctor=${target}&part=closures`);
    await page.getByRole('button', { name: 'Close or open time' }).click();
    const panel = page.getByRole('dialog', { name: 'Close or open time' });
    await panel.getByLabel('First day').first().fill('today');
    await panel.getByLabel('Reason').fill('Fire drill');
    if (busy) await panel.getByText(/stands? in this time/).first().waitFor();
    await panel.getByRole('button', { name: /Save the closure/ }).click();
    await page.getByText(/^Closed: .*Fire drill/).waitFor();
    expect((await desk.call('closures.list', {})).closures).toHaveLength(before + 1);
    await page.locator('body').press('Control+z');
    await expect.poll(async () => (await desk.call('closures.list', {})).closures.length).toBe(before);
  });

  test('a closure is changed in place, and the change is undone by its toast', async () => {
    const { today } = await desk.call('agenda.day', { date: '2000-01-01' });
    const { closure } = await desk.call('closures.add', { doctor_id: doctor.id, first_date: today, last_date: today, reason: 'Course' });
    const kept = async () => (await desk.call('closures.list', {})).closures.find(({ id }) => id === closure.id);
    await go(`#/hours?doctor=${doctor.id}&part=closures`);
    await page.getByRole('button', { name: /^Change: .*Course/ }).click();
    const panel = page.getByRole('dialog', { name: 'Change a closure' });
    await panel.getByLabel('Reason').fill('Course abroad');
    await panel.getByRole('button', { name: /Save the change/ }).click();
    await page.getByText(/^Changed: .*Course abroad/).waitFor();
    expect((await kept())?.reason).toBe('Course abroad');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(async () => (await kept())?.reason).toBe('Course');
    await desk.call('closures.remove', { id: closure.id });
  });

  test('holidays of a country are taken over at one go', async () => {
    const before = (await desk.call('closures.list', {})).closures.length;
    await page.getByRole('navigation', { name: 'Doctors' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Holidays' }).click();
    const panel = page.getByRole('dialog', { name: 'Take over public holidays' });
    await panel.getByRole('textbox', { name: 'Year' }).fill('2028');
    await panel.getByText(/2028/).first().waitFor();
    await panel.getByRole('checkbox', { name: 'All' }).check();
    await panel.getByRole('button', { name: /^Close \d+ days$/ }).click();
    await page.getByText(/closures added$/).waitFor();
    expect((await desk.call('closures.list', {})).closures.length).toBeGreaterThan(before + 3);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await desk.call('closures.list', {})).closures.length).toBe(before);
  });

  test.each(LOOKS)('has no serious issue in $language, $theme', async (look) => {
    const site = (await desk.call('sites.list', {})).sites[0]!;
    await show(page, look);
    await blocks().first().click();
    for (const [name, place] of [
      ['week', `#/hours?doctor=${doctor.id}`],
      ['closures', `#/hours?site=${site.id}`],
    ] as const) {
      await go(place);
      await page.waitForTimeout(300);
      await picture(page, `hours-${name}-${look.language}-${look.theme}`);
      expect(await seriousIssues(page), name).toEqual([]);
    }
    await page.getByRole('button', { name: look.language === 'ar' ? 'إغلاق أو فتح وقت' : 'Close or open time' }).click();
    await page.waitForTimeout(300);
    await picture(page, `hours-panel-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), 'panel').toEqual([]);
  });
});
