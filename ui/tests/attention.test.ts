// The inbox of what a person must settle, on a real desk in a real browser.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seriousIssues } from './harness/axe.ts';
import { LOOKS, logIn, openPage, picture, show, useBrowser, type DeskPage, type Look } from './harness/browser.ts';
import { attentionDesk, demoDesk, type LeftClash, type TestDesk } from './harness/desk.ts';

const browser = useBrowser();
let desk: TestDesk;
let clash: LeftClash;
let page: DeskPage;

beforeEach(async () => {
  ({ desk, clash } = await attentionDesk());
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  await desk.stop();
});

const login = (role: string) => desk.logins.find((each) => each.role === role)!;
const grid = () => page.locator('[role=grid]');
const matter = () => page.getByRole('article');
const openItems = async () => (await desk.call('attention.list', { open: true })).items;
const theClash = async () => (await desk.call('attention.list', {})).items.find(({ kind }) => kind === 'clash')!;
const visit = async (id: string) => (await desk.call('appointments.get', { id })).appointment;

async function come(role: string, look: Look = LOOKS[0]!): Promise<void> {
  page = await openPage(browser(), desk, look);
  await logIn(page, login(role));
  await grid().waitFor();
}

describe('attention', () => {
  for (const look of [LOOKS[0]!, LOOKS[2]!]) {
    test(`a clash is settled from the board, and taken back (${look.language})`, async () => {
      await come('admin', look);
      // The badge counts what waits.
      await page.locator('nav a[href="#/attention"] .badge').waitFor();
      await page.keyboard.press('i');
      await matter().getByRole('button').first().waitFor();
      const offered = (await theClash()).visit!.free_times[0]!;
      await page.keyboard.press('1');
      await expect.poll(async () => (await theClash()).outcome).toBe('changed');
      expect(await visit(clash.second)).toMatchObject({ date: offered.date, start: offered.start, clash_with: null });
      expect(await visit(clash.first)).toMatchObject({ date: clash.date, start: clash.start });
      await page.keyboard.press('Control+z');
      await expect.poll(async () => (await visit(clash.second)).clash_with).toBe(clash.first);
      expect((await theClash()).settled_at).toBeNull();
    });
  }

  test('Enter takes what is filled, arrows go from matter to matter', async () => {
    await come('admin');
    await page.keyboard.press('i');
    await matter().waitFor();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => matter().getByRole('heading').first().innerText()).toContain('Two values');
    expect(await page.locator('[data-item]:focus').getAttribute('aria-current')).toBe('true');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => matter().getByRole('heading').first().innerText()).toContain('Two visits');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await theClash()).outcome).toBe('changed');
    // The next one that waits is open already.
    await expect.poll(() => matter().getByRole('heading').first().innerText()).toContain('Two values');
  });

  test('both visits are kept only with a reason, and the second is an overbooking from then on', async () => {
    await come('admin');
    await page.keyboard.press('i');
    await matter().waitFor();
    await page.keyboard.press('k');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.getByRole('button', { name: /^Keep/ }).isDisabled()).toBe(true);
    await page.keyboard.type('Twins');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await visit(clash.second)).overbook_reason).toBe('Twins');
    expect((await visit(clash.second)).clash_with).toBeNull();
  });

  test('the first visit is called off instead, and says who did and why', async () => {
    await come('receptionist');
    await page.keyboard.press('i');
    await matter().waitFor();
    // Who may not overbook is not offered to keep both.
    expect(await page.getByRole('button', { name: /Keep both/ }).count()).toBe(0);
    await matter().getByRole('button', { name: /^Cancel .*…/ }).nth(1).click();
    await page.getByRole('radio', { name: 'The patient' }).check();
    await page.getByRole('textbox').last().fill('Will call again');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await visit(clash.first)).status).toBe('cancelled');
    expect(await visit(clash.first)).toMatchObject({ cancelled_by: 'patient', cancel_reason: 'Will call again' });
    expect((await visit(clash.second)).clash_with).toBeNull();
  });

  test('of two values the other one is taken with its digit', async () => {
    await come('admin');
    await page.keyboard.press('i');
    await page.locator('[data-item]').nth(1).click();
    await matter().getByText('21 Tahrir St, Dokki').waitFor();
    const edited = (await openItems()).find(({ kind }) => kind === 'edited_twice')!;
    await page.keyboard.press('2');
    await expect.poll(async () => (await desk.call('patients.get', { id: edited.subject_id })).patient.address).toBe('21 Tahrir St, Dokki');
  });

  test('of two visits that two desks gave somebody of the wait list one is called off', async () => {
    await come('admin');
    await page.keyboard.press('i');
    const twice = (await openItems()).find(({ table }) => table === 'wait_list')!;
    await page.locator(`[data-item="${twice.id}"]`).click();
    await matter().getByRole('heading', { name: /^Booked twice off the wait list/ }).waitFor();
    await matter().getByRole('button', { name: /^Cancel .*…/ }).first().click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await visit(twice.other!.id)).status).toBe('cancelled');
    expect((await visit(twice.visit!.id)).status).not.toBe('cancelled');
    expect((await openItems()).some(({ id }) => id === twice.id)).toBe(false);
  });

  test('every matter can be settled by keys alone, and then nothing waits', async () => {
    await come('admin');
    await page.keyboard.press('i');
    const kinds = (await openItems()).length;
    expect(kinds).toBe(7);
    for (let left = kinds; left > 0; left--) {
      await expect.poll(async () => (await openItems()).length).toBe(left);
      await expect.poll(() => page.locator('[data-item]:not(.settled)').count()).toBe(left);
      await page.keyboard.press('1');
      await expect.poll(async () => (await openItems()).length).toBe(left - 1);
    }
    await page.getByText('All settled').waitFor();
    expect(await page.locator('nav a[href="#/attention"] .badge').count()).toBe(0);
  });

  test('the board marks both sides of a clash and leads to it, and the inbox leads back', async () => {
    await come('admin');
    await page.evaluate(({ date, first }) => (location.hash = `#/board?date=${date}&visit=${first}`), clash);
    const second = page.locator(`[data-visit="${clash.second}"]`);
    await second.waitFor();
    expect(await second.getAttribute('class')).toContain('clash');
    expect(await page.locator(`[data-visit="${clash.first}"]`).getAttribute('class')).toContain('holder');
    await page.getByRole('button', { name: /^Settle the clash/ }).waitFor();
    await picture(page, 'attention-board');
    await page.keyboard.press('i');
    await matter().getByRole('heading', { name: /^Two visits/ }).waitFor();
    await matter().getByRole('button', { name: 'Show on the board' }).click();
    await second.waitFor();
  });

  test('what another door settles is gone here at once', async () => {
    await come('admin');
    await page.keyboard.press('i');
    await matter().waitFor();
    const { id, visit: second } = await theClash();
    await desk.call('attention.settle', { id, settlement: 'move', ...second!.free_times[0] });
    await expect.poll(() => page.locator('[data-item]:not(.settled)').count()).toBe(6);
  });

  test.each(LOOKS)('no serious accessibility issue ($language, $theme)', async (look) => {
    await come('admin');
    await page.keyboard.press('i');
    await matter().waitFor();
    const all = await page.locator('[data-item]').count();
    await show(page, look);
    for (let at = 0; at < all; at++) {
      await page.locator('[data-item]').nth(at).click();
      await picture(page, `attention-${at}-${look.language}-${look.theme}`);
      expect(await seriousIssues(page)).toEqual([]);
    }
    await page.locator('[data-item]').first().click();
    await page.keyboard.press('k');
    await page.getByRole('dialog').waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

test('a desk without a hub and without anything to settle has no inbox', async () => {
  await desk.stop();
  desk = await demoDesk();
  await come('admin');
  await page.locator('nav a[href="#/patients"]').waitFor();
  expect(await page.locator('nav a[href="#/attention"]').count()).toBe(0);
  await page.keyboard.press('i');
  expect(await page.evaluate(() => location.hash)).not.toContain('attention');
});
