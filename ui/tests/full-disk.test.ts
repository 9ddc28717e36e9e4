// A PC whose disk is full while another desk goes on working, in a real browser: it says so, and what to do, to whoever sits there.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { en as components } from '../messages/components/en.ts';
import { en as recovery } from '../messages/recovery/en.ts';
import { en as refusals } from '../messages/refusal/en.ts';
import { en as setup } from '../messages/setup/en.ts';
import { en as sync } from '../messages/sync/en.ts';
import { logIn, openPage, picture, show, useBrowser, LOOKS } from './harness/browser.ts';
import { ADMIN, addStaff, foundedDesk, freshDesk, type Staff, type TestDesk } from './harness/desk.ts';
import { newDisk, type TestDisk } from './harness/disk.ts';
import { startHub, type TestHub } from './harness/hub.ts';
import { checkInEveryLook } from './harness/looks.ts';

const RECEPTION: Staff = { username: 'hala', full_name: 'Hala Nabil', role: 'receptionist', password: 'two loud green doors' };

const browser = useBrowser();
let hub: TestHub;
let disk: TestDisk;
let first: TestDesk;
let second: TestDesk;

beforeAll(async () => {
  [hub, disk] = await Promise.all([startHub(), newDisk()]);
  first = await foundedDesk();
  await addStaff(first, RECEPTION);
  await first.call('session.login', ADMIN);
  await first.call('sync.enrol', { address: hub.address, code: hub.codes[0]! });
  second = await freshDesk(disk.environment);
  await second.call('setup.join', { address: hub.address, code: hub.codes[1]! });
});
afterAll(async () => {
  await hub?.stop();
  await disk?.remove();
});

const phase = async () => (await second.call('sync.state', {})).phase;

let registered = 0;
async function register(): Promise<void> {
  registered += 1;
  await first.call('patients.register', { full_name: `Nour Hassan ${registered}`, phones: [] } as never);
}

/** What the file had grown to before is still room: the other desk works until that is used up. */
async function fillUp(): Promise<void> {
  await disk.fill();
  await expect.poll(async () => (await register(), phase()), { timeout: 60_000 }).toBe('disk_full');
}

test('whoever sits at a PC whose disk is full is told so, and what to do, and work goes on when there is room', async () => {
  await expect.poll(async () => (await second.call('setup.join_state', {})).phase, { timeout: 30_000 }).toBe('done');
  const page = await openPage(browser(), second);
  await logIn(page, RECEPTION);
  await page.getByRole('button', { name: sync.inStep }).waitFor();
  await fillUp();
  const chip = page.getByRole('button', { name: sync.diskFull });
  await chip.click();
  await page.getByText(sync.diskFullText).waitFor();
  await picture(page, 'full-disk-told-en-light');
  await page.getByRole('button', { name: components.close }).click();
  // Work that is refused says why, and what was typed stays.
  await page.evaluate(() => (location.hash = '#/patients'));
  const refused = refusals.codes['storage.full']!({});
  for (let tries = 0; tries < 40 && (await page.getByText(refused).count()) === 0; tries += 1) {
    await page.getByRole('button', { name: /New patient/ }).last().click();
    await page.getByLabel('Full name').fill(`Omar Fathy ${tries}`);
    await page.keyboard.press('Enter');
    await page.getByText(refused).or(page.getByRole('heading', { name: `Omar Fathy ${tries}` })).first().waitFor();
  }
  await page.getByText(refused).first().waitFor();
  expect(await page.getByLabel('Full name').inputValue()).toMatch(/^Omar Fathy/);
  await picture(page, 'full-disk-refused-en-light');

  // What is shown stays for as long as nobody answers; a theme that is chosen needs room.
  hub.hold();
  await disk.makeRoom();
  await show(page, LOOKS.at(-1)!);
  await chip.or(page.getByRole('button', { name: 'القرص ممتلئ' })).first().waitFor();
  await picture(page, 'full-disk-refused-ar-dark');
  await show(page, LOOKS[0]!);
  hub.release();
  await page.getByRole('button', { name: sync.inStep }).waitFor({ timeout: 90_000 });
  await page.getByLabel('Full name').focus();
  await page.keyboard.press('Enter');
  await page.getByText(/Omar Fathy.* is registered as/).waitFor();
  const here = await second.call('patients.search', { text: 'nour hassan', limit: 100 } as never);
  expect(here.patients.length).toBe(registered);
  expect(page.problems).toEqual([]);
  await page.context().close();
  await second.call('session.logout', {});
});

test('the settings say it too, in both languages', async () => {
  const page = await openPage(browser(), second);
  await page.locator(`[data-username="${ADMIN.username}"]`).click();
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  // A PC with a key of its own needs a recovery code of its own.
  await page.getByRole('button', { name: setup.newCode }).click();
  const code = await page.getByRole('region', { name: recovery.code }).locator('.code').innerText();
  await page.getByLabel(setup.typedBack).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.evaluate(() => (location.hash = '#/settings?part=sync'));
  await page.getByText(sync.inStepText).waitFor();
  await fillUp();
  await page.getByText(sync.diskFullText).waitFor();
  hub.hold();
  await disk.makeRoom();
  await checkInEveryLook(page, 'full-disk-settings');
  hub.release();
  await page.getByText(sync.inStepText).waitFor({ timeout: 90_000 });
  expect(page.problems).toEqual([]);
  await page.context().close();
});
