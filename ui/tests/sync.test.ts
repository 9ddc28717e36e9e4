// Two desks and a hub, in a real browser: connecting by a code, fetching the clinic to another PC, settling a clash.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { en as attention } from '../messages/attention/en.ts';
import { sentences as audit } from '../messages/audit/en.ts';
import { en as recovery } from '../messages/recovery/en.ts';
import { en as refusals } from '../messages/refusal/en.ts';
import { en as setup } from '../messages/setup/en.ts';
import { en as sync } from '../messages/sync/en.ts';
import { logIn, openPage, useBrowser } from './harness/browser.ts';
import { ADMIN, foundedDesk, freshDesk, type TestDesk } from './harness/desk.ts';
import { Hands, onArabicKeys } from './harness/hands.ts';
import { startHub, type TestHub } from './harness/hub.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let hub: TestHub;
let first: TestDesk;
let second: TestDesk;
/** What the first desk's screen gave out for the second, in one line. */
let invitation = '';

beforeAll(async () => {
  hub = await startHub();
  first = await foundedDesk();
  second = await freshDesk();
});
afterAll(() => hub?.stop());

test('a desk is connected by a code, and the foot says that it is in step', async () => {
  const page = await openPage(browser(), first);
  await logIn(page, ADMIN);
  await page.evaluate(() => (location.hash = '#/settings?part=sync'));
  await page.getByRole('form', { name: sync.connectTitle }).waitFor();
  await checkInEveryLook(page, 'sync-connect');
  await page.getByLabel(sync.address).fill(hub.address);
  await page.getByLabel(sync.code, { exact: true }).fill('0000-0000-0000-0000');
  await page.getByRole('button', { name: sync.connect, exact: true }).click();
  await page.getByText(refusals.codes['sync.code_refused']!({})).waitFor();
  await page.getByLabel(sync.code, { exact: true }).fill(hub.codes[0]!.toLowerCase());
  await page.getByRole('button', { name: sync.connect, exact: true }).click();
  await page.getByRole('button', { name: sync.inStep }).waitFor();
  await page.getByText(hub.address).waitFor();
  await page.getByRole('button', { name: sync.letIn }).click();
  const code = await page.locator('output').innerText();
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  await page.getByRole('img', { name: sync.picture }).waitFor();
  await page.getByRole('button', { name: sync.copy }).click();
  await page.getByText(sync.saidCopied).waitFor();
  invitation = await page.evaluate(() => navigator.clipboard.readText());
  expect(invitation).toBe(`clinic-desk:${hub.address}/${code.toLowerCase()}`);
  await page.getByRole('img', { name: sync.picture }).scrollIntoViewIfNeeded();
  await checkInEveryLook(page, 'sync-connected');
  expect(page.problems).toEqual([]);
  await page.context().close();
});

test('another PC fetches the clinic, and everybody logs in there with the password they have', async () => {
  const page = await openPage(browser(), second);
  await page.getByRole('button', { name: sync.join }).click();
  await page.getByLabel(sync.address).waitFor();
  await checkInEveryLook(page, 'sync-join');
  // A scanner is a keyboard, and the keyboard of this PC is set to Arabic.
  await page.getByLabel(sync.code, { exact: true }).focus();
  await page.keyboard.type('clinic-desk:half');
  await page.keyboard.press('Enter');
  await page.getByText(refusals.codes['sync.no_invitation']!({})).waitFor();
  await page.getByLabel(sync.code, { exact: true }).fill('');
  await page.getByLabel(sync.address).focus();
  const hands = await Hands.on(page);
  await hands.press(...[...invitation].map(onArabicKeys));
  await page.keyboard.press('Enter');
  await page.getByText(hub.address).waitFor();
  expect(await page.getByLabel(sync.address).inputValue()).toBe(hub.address);
  expect(await page.getByLabel(sync.code, { exact: true }).inputValue()).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  await checkInEveryLook(page, 'sync-invited');
  // The focus is on the way on.
  await page.keyboard.press('Enter');
  await page.locator(`[data-username="${ADMIN.username}"]`).waitFor();
  await page.locator(`[data-username="${ADMIN.username}"]`).click();
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await second.call('session.state', {})).account?.username).toBe(ADMIN.username);
  // A PC with a key of its own needs a recovery code of its own.
  await page.getByRole('heading', { name: setup.ownCodeTitle }).waitFor();
  await checkInEveryLook(page, 'sync-own-code');
  await page.getByRole('button', { name: setup.newCode }).click();
  const code = await page.getByRole('region', { name: recovery.code }).locator('.code').innerText();
  await page.getByLabel(setup.typedBack).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  expect(page.problems).toEqual([]);
  await page.context().close();
});

test('files that are on their way are told in the settings', async () => {
  const page = await openPage(browser(), first);
  const files = { to_send: 3, bytes_to_send: 4_210_000, to_fetch: 11, bytes_to_fetch: 96_000, hub_full: true, disk_full: true };
  await page.route('**/rpc', async (route) => {
    if (!(route.request().postData() ?? '').includes('sync.state')) return route.fallback();
    const response = await route.fetch();
    const answer = (await response.json()) as { result?: { files: typeof files } };
    if (answer.result) answer.result.files = files;
    await route.fulfill({ response, json: answer });
  });
  // What was read before does not count.
  await page.reload();
  await page.evaluate(() => (location.hash = '#/settings?part=sync'));
  await page.getByText(`${sync.filesToSend({ count: 3 })}, 4.3 MB · ${sync.filesToFetch({ count: 11 })}, 0.1 MB`).waitFor();
  await page.getByText(sync.hubFull).waitFor();
  await page.getByText(sync.filesDiskFull).waitFor();
  await checkInEveryLook(page, 'sync-files');
  expect(page.problems).toEqual([]);
  await page.context().close();
});

test('what both booked at once waits in the inbox and is settled with the keyboard', async () => {
  const { doctor } = await first.call('doctors.save', {
    full_name: 'Salma Fathy', specialty_ids: [], qualifications: [], languages: [], documents_verified: false,
  });
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const blocks = weekdays.map((weekday) => ({ weekday, starts: '00:00', ends: '24:00' }));
  await first.call('hours.set', { doctor_id: doctor.id, blocks } as never);
  await expect.poll(async () => (await second.call('doctors.list', { include_inactive: false })).doctors.length, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await first.call('sync.state', {})).unsent, { timeout: 20_000 }).toBe(0);

  const date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  hub.hold();
  for (const [desk, full_name] of [[first, 'Omar Fathy'], [second, 'Sara Nabil']] as const) {
    const { patient } = await desk.call('patients.register', { full_name, phones: [] } as never);
    await desk.call('appointments.book', {
      doctor_id: doctor.id, patient_id: patient.id, date, start: '10:00', minutes: 15,
    } as never);
  }
  hub.release();
  await expect.poll(async () => (await second.call('sync.state', {})).attention, { timeout: 20_000 }).toBe(1);

  const page = await openPage(browser(), first);
  await page.evaluate(() => (location.hash = '#/attention'));
  await page.getByText(attention.kinds.clash ?? '').first().waitFor();
  await page.getByRole('button', { name: '10:15' }).waitFor();
  await checkInEveryLook(page, 'attention');
  await page.keyboard.press('k');
  await page.getByLabel(attention.keepReason).waitFor();
  await page.keyboard.type('both are short');
  await page.keyboard.press('Enter');
  await page.getByText(attention.noneOpen).waitFor();
  await expect.poll(async () => (await second.call('sync.state', {})).attention, { timeout: 20_000 }).toBe(0);
  expect(page.problems).toEqual([]);
  await page.context().close();
});

test('what a desk that was shut out had not sent is let in from the inbox', async () => {
  const state = await second.call('sync.state', {});
  const desks = await first.call('hub.revoke', { number: state.hub!.desk_number });
  expect(desks.desks.at(-1)!.revoked_at).not.toBeNull();
  await second.call('patients.register', { full_name: 'Karim Adel', phones: [] } as never);
  await expect.poll(async () => (await second.call('sync.state', {})).phase, { timeout: 30_000 }).toBe('revoked');

  // The desk itself says what there is to do.
  const outside = await openPage(browser(), second);
  await outside.evaluate(() => (location.hash = '#/settings?part=sync'));
  await outside.getByText(sync.revokedText).waitFor();
  await checkInEveryLook(outside, 'sync-revoked');
  await outside.context().close();

  await expect.poll(async () => (await first.call('sync.state', {})).attention, { timeout: 60_000 }).toBe(1);
  const page = await openPage(browser(), first);
  await page.evaluate(() => (location.hash = '#/settings?part=sync'));
  await page.getByRole('button', { name: sync.toInbox }).click();
  await page.getByText(attention.heldWhat, { exact: true }).waitFor();
  await checkInEveryLook(page, 'attention-held');
  await page.keyboard.press('2');
  await page.getByText(attention.discardText).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(attention.discardText).waitFor({ state: 'hidden' });
  await page.keyboard.press('1');
  await page.getByText(attention.letInText).waitFor();
  await checkInEveryLook(page, 'attention-let-in');
  await page.keyboard.press('Enter');
  await page.getByText(attention.letInDone).waitFor();
  await expect
    .poll(async () => (await first.call('patients.search', { text: 'karim adel' } as never)).patients.length, { timeout: 30_000 })
    .toBe(1);
  const { operations } = await first.call('ledger.list', { kind: 'hub.' });
  expect(operations.map(({ kind }) => kind)).toContain('hub.let_in');
  expect(page.problems).toEqual([]);
  await page.context().close();
});

test('who did what at the other desks stands in the audit trail, and offline it says whose is missing', async () => {
  const page = await openPage(browser(), first);
  await page.evaluate(() => (location.hash = '#/audit'));
  const list = page.getByRole('list', { name: audit.list });
  await list.getByRole('listitem').first().waitFor();
  await expect.poll(() => list.getByText('Karim Adel').count()).toBe(0);
  await page.getByRole('radio', { name: audit.allDesks }).check();
  const other = list.getByRole('button').filter({ hasText: 'Karim Adel' });
  await other.waitFor();
  expect(await other.innerText()).toMatch(/\bB\b/);
  await other.focus();
  await page.getByRole('region', { name: audit.details }).getByText('Karim Adel').first().waitFor();
  await checkInEveryLook(page, 'audit-all-desks');
  // Nobody there: what this desk did itself, and the word that the rest is missing.
  await hub.stop();
  await page.getByRole('radio', { name: audit.ownDesk }).check();
  await expect.poll(() => list.getByText('Karim Adel').count()).toBe(0);
  await page.getByRole('radio', { name: audit.allDesks }).check();
  await page.getByText(audit.ownOnlyText).waitFor();
  await list.getByRole('listitem').first().waitFor();
  await checkInEveryLook(page, 'audit-own-only');
  expect(page.problems).toEqual([]);
  await page.context().close();
});
