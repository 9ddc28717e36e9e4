// Who is at the desk: tiles, lock, quick switch, throttle, one-time passwords, the recovery code.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { en as app } from '../messages/app/en.ts';
import { en } from '../messages/login/en.ts';
import { seriousIssues } from './harness/axe.ts';
import { logIn, LOOKS, openPage, picture, shows, useBrowser } from './harness/browser.ts';
import { ADMIN, addStaff, addStaffOnce, foundedDesk, type Staff, type TestDesk } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const HEBA: Staff = { username: 'heba', full_name: 'Heba Ramadan', role: 'receptionist', password: 'the tram passes at noon' };
const SALMA: Staff = { username: 'salma', full_name: 'Dr Salma Fathy', role: 'doctor', password: 'a garden behind the wall' };

const browser = useBrowser();
let desk: TestDesk;

beforeAll(async () => {
  desk = await foundedDesk();
  await addStaff(desk, HEBA);
  await addStaff(desk, SALMA);
});

// Every page sits on the one seat of the desk: the next test finds it free.
afterEach(() => desk.call('session.logout', {}).catch(() => undefined));

const tile = (username: string) => `[data-username="${username}"]`;

test('the tiles look right in both languages and themes', async () => {
  const page = await openPage(browser(), desk);
  await page.locator(tile('heba')).waitFor();
  await checkInEveryLook(page, 'login');
  expect(page.problems).toEqual([]);
});

test('keys alone choose an account and log in', async () => {
  const page = await openPage(browser(), desk);
  await page.locator('input[type=password]').waitFor();
  const order = await page.locator('[data-username]').evaluateAll((tiles) => tiles.map((each) => (each as HTMLElement).dataset.username));
  const heba = order.indexOf('heba') + 1;
  // The password has focus: a digit alone is typed into it, with Alt it chooses.
  await page.keyboard.press('5');
  expect(await page.locator('input[type=password]').inputValue()).toBe('5');
  await page.keyboard.press(`Alt+Digit${heba}`);
  await page.locator(`${tile('heba')} input[type=password]`).waitFor();
  await page.keyboard.type(HEBA.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  expect((await desk.call('session.whoami', {})).username).toBe('heba');
});

test('a wrong password is said, and the field is empty and ready again', async () => {
  const page = await openPage(browser(), desk);
  await page.locator(tile('salma')).click();
  await page.locator('input[type=password]').fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Wrong password' }).waitFor();
  expect(await page.locator('input[type=password]').inputValue()).toBe('');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
});

test('too many wrong passwords make one wait, and the screen counts down', async () => {
  await addStaff(desk, { username: 'marwa', full_name: 'Marwa Galal', role: 'pharmacist', password: 'seven cups of sugar cane' });
  for (let tries = 0; tries < 5; tries += 1) {
    await desk.call('session.login', { username: 'marwa', password: 'wrong' }).catch(() => undefined);
  }
  const page = await openPage(browser(), desk);
  await page.locator(tile('marwa')).click();
  const seconds = async () => Number(/(\d+) seconds?/.exec(await page.getByRole('alert').innerText())?.[1]);
  await page.getByText(/Wait \d+ seconds/).waitFor();
  const first = await seconds();
  expect(await page.getByRole('button', { name: en.login }).isDisabled()).toBe(true);
  await picture(page, 'login-held');
  await expect.poll(seconds, { timeout: 10_000 }).toBeLessThan(first);
});

test('locking hides everything at once and unlocking finds it as it was', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  const before = await page.evaluate(() => location.hash);
  await page.keyboard.press('Control+KeyL');
  await page.getByText(en.lockedByHand).waitFor();
  await picture(page, 'locked');
  expect(await seriousIssues(page)).toEqual([]);
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  await expect(desk.call('session.whoami', {})).rejects.toMatchObject({ code: 'session.locked' });

  await page.keyboard.type(HEBA.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  expect(await page.evaluate(() => location.hash)).toBe(before);
});

test('an open dialog is hidden by the lock too, and is there again after it', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  await page.getByRole('button', { name: HEBA.full_name }).click();
  await page.getByRole('menuitem', { name: app.changePassword }).click();
  await page.getByRole('dialog').getByLabel(en.newPassword, { exact: true }).fill('half typed');
  await page.keyboard.press('Control+KeyL');
  await page.getByText(en.lockedByHand).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  // By pointer as well: the dialog held it.
  await page.locator(tile('salma')).click();
  await page.locator(tile('heba')).click();
  await page.locator(`${tile('heba')} input[type=password]`).fill(HEBA.password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('dialog').getByLabel(en.newPassword, { exact: true }).inputValue()).toBe('half typed');
});

test('what lies behind the lock hears no key and no click', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  await page.getByRole('button', { name: HEBA.full_name }).click();
  await page.getByRole('menuitem', { name: app.changePassword }).click();
  await page.getByRole('dialog').getByLabel(en.newPassword, { exact: true }).fill('half typed');
  await page.keyboard.press('Control+KeyL');
  await page.getByText(en.lockedByHand).waitFor();
  // In the password's field and beside it.
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: en.whoIsHere }).click();
  for (const key of ['Escape', 'b', 'F2', 'Control+KeyK']) await page.keyboard.press(key);
  // The lock itself still hears them.
  await page.keyboard.press('2');
  await expect.poll(() => page.locator('[data-username].open').getAttribute('data-username')).not.toBe('heba');
  await page.locator(tile('heba')).click();
  await page.locator(`${tile('heba')} input[type=password]`).fill(HEBA.password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(1);
  expect(await page.getByRole('dialog').getByLabel(en.newPassword, { exact: true }).inputValue()).toBe('half typed');
});

test('a toast does not outlive the lock', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  await page.keyboard.press('Control+KeyZ');
  await page.locator('[data-sonner-toast]').first().waitFor();
  await page.keyboard.press('Control+KeyL');
  await page.getByText(en.lockedByHand).waitFor();
  await expect.poll(() => page.locator('[data-sonner-toast]').count()).toBe(0);
});

test('a colleague takes the locked desk over without a logout', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  await page.keyboard.press('Control+KeyL');
  await page.getByText(en.lockedByHand).waitFor();
  // Whoever locked it comes first.
  expect(await page.locator('[data-username]').first().getAttribute('data-username')).toBe('heba');
  await page.locator(tile('wael')).click();
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Wael Abdallah' }).waitFor();
  expect((await desk.call('session.whoami', {})).username).toBe('wael');
});

test('the seat that is lost elsewhere brings the tiles back', async () => {
  const page = await openPage(browser(), desk);
  await logIn(page, HEBA);
  await desk.call('session.logout', {});
  await page.keyboard.press('Control+KeyZ');
  await page.getByText(en.chooseAccount).waitFor();
});

test('a one-time password must be replaced before anything else', async () => {
  const oneTime = await addStaffOnce(desk, { username: 'karim', full_name: 'Dr Karim Naguib', role: 'doctor' });
  const page = await openPage(browser(), desk);
  await page.locator(tile('karim')).click();
  await page.locator('input[type=password]').fill(oneTime);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: en.mustChangeTitle }).waitFor();
  await checkInEveryLook(page, 'must-change');
  await page.getByLabel(en.oneTimePassword).fill(oneTime);
  await page.getByLabel(en.newPassword, { exact: true }).fill('short');
  await page.getByLabel(en.repeatPassword).fill('short');
  await page.keyboard.press('Enter');
  await page.getByText('At least 12 characters', { exact: true }).waitFor();
  await page.getByLabel(en.newPassword, { exact: true }).fill('north wind over the delta');
  await page.getByLabel(en.repeatPassword).fill('north wind over the delta');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  expect((await desk.call('session.state', {})).stage).toBe('ready');
});

test('the recovery code sets a new password', async () => {
  const page = await openPage(browser(), desk);
  await page.getByRole('button', { name: en.useRecoveryCode }).click();
  await page.getByLabel(en.recoveryCode).fill('AAAAA-BBBBB');
  await page.getByLabel(en.username).fill('salma');
  await page.getByLabel(en.newPassword, { exact: true }).fill('rain on the river road');
  await page.getByLabel(en.repeatPassword).fill('rain on the river road');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'recovery code' }).waitFor();
  await checkInEveryLook(page, 'recover');
  await page.getByLabel(en.recoveryCode).fill(desk.recoveryCode!.toLowerCase());
  await page.getByRole('button', { name: en.recover }).click();
  await page.getByRole('navigation').waitFor();
  expect((await desk.call('session.whoami', {})).username).toBe('salma');
});

test('damaged keys are said as what they are, and a mended desk opens again', async () => {
  const broken = await foundedDesk();
  const names = await readdir(broken.directory, { recursive: true });
  const files = names.filter((name) => /slots[^/]*\.json$/.test(name)).map((name) => join(broken.directory, name));
  expect(files.length).toBeGreaterThan(0);
  const whole = await Promise.all(files.map((file) => readFile(file)));
  await Promise.all(files.map((file) => writeFile(file, '{"torn')));

  // Nothing is announced by a desk that cannot be opened: each look has a page of its own.
  for (const look of LOOKS) {
    const each = await openPage(browser(), broken, look);
    await each.getByRole('heading').first().waitFor();
    await shows(each, look);
    await picture(each, `damaged-${look.language}-${look.theme}`);
    expect(await seriousIssues(each), `${look.language}, ${look.theme}`).toEqual([]);
  }
  const page = await openPage(browser(), broken);
  await page.getByRole('heading', { name: app.cannotOpen }).waitFor();
  expect(await page.getByText('The file of keys is damaged.').count()).toBe(1);

  await Promise.all(files.map((file, at) => writeFile(file, whole[at]!)));
  await page.getByRole('button', { name: app.tryAgain }).click();
  await page.getByText(en.chooseAccount).waitFor();
});

test('changing the language keeps what is typed', async () => {
  const page = await openPage(browser(), desk);
  await page.getByRole('button', { name: en.useRecoveryCode }).click();
  await page.getByLabel(en.recoveryCode).fill('ABCDE-FGH');
  await page.getByRole('button', { name: app.otherLanguage }).click();
  await page.locator('html[dir=rtl]').waitFor();
  expect(await page.locator('input').first().inputValue()).toBe('ABCDE-FGH');
});
