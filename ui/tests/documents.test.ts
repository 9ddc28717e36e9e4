// Documents on a real desk in a real browser: chosen and dropped, looked at as pictures and as pages, described, shown to those they are for.

import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { pdf, png } from './fixtures/files.ts';
import { logIn, openPage, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN, type Login } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const SALMA: Login = { username: 'salma', password: 'seven slow grey herons' };
const RECEPTION: Login = { username: 'dina', password: 'nine green paper boats' };

const PHARMACY: Login = { username: 'rami', password: 'ten brown garden doors' };

const PICTURE = { name: 'chest.png', mimeType: 'image/png', buffer: png(640, 480) };
const LETTER = { name: 'نتيجة تحليل الدم.pdf', mimeType: 'application/pdf', buffer: pdf('Haemoglobin 11.2', 'Second page') };

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
let visit: string;

async function addAccount({ username, password }: Login, full_name: string, role: 'doctor' | 'receptionist' | 'pharmacist'): Promise<void> {
  const { desk } = clinic;
  await desk.call('session.login', ADMIN);
  const doctor_id = role === 'doctor' ? clinic.doctors.salma : null;
  const { one_time_password } = await desk.call('accounts.create', { username, full_name, role, grants: [], doctor_id });
  await desk.call('session.login', { username, password: one_time_password! });
  await desk.call('session.change_password', { current_password: one_time_password!, new_password: password });
  await desk.call('session.logout', {});
}

beforeAll(async () => {
  clinic = await testClinic();
  await addAccount(SALMA, 'Salma Fathy', 'doctor');
  await addAccount(RECEPTION, 'Dina Samir', 'receptionist');
  await addAccount(PHARMACY, 'Rami Adel', 'pharmacist');
  await clinic.desk.call('session.login', ADMIN);
  const request = { doctor_id: clinic.doctors.salma, patient_id: clinic.patients.hany, date: clinic.tomorrow, start: '09:30', minutes: 15, symptoms: [], reason: 'Control' };
  visit = (await clinic.desk.call('appointments.book', request)).appointment.id;
  await clinic.desk.call('session.logout', {});
});
beforeEach(async () => {
  page = await openPage(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await clinic.desk.call('session.logout', {});
  await page.context().close();
});

const go = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
const documents = () => page.getByRole('region', { name: 'Documents' });
const line = (name: string) => page.locator(`[data-document="${name}"]`);
const picker = () => documents().locator('input[type=file]');
async function openDocuments(): Promise<void> {
  await go(`#/chart?id=${clinic.patients.hany}&part=documents`);
  await documents().getByText('Attach a file').waitFor();
}

describe('documents in the chart', () => {
  test('are chosen with one key, of several kinds at once, and what is none is refused by its name', async () => {
    await logIn(page, SALMA);
    await openDocuments();
    await documents().getByText('No documents yet').waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Shift+KeyF');
    await (await chooser).setFiles([PICTURE, LETTER, { name: 'list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('PK not a PDF') }]);
    await line(PICTURE.name).waitFor();
    await line(LETTER.name).waitFor();
    const refused = documents().getByRole('alert');
    await refused.getByText('list.pdf was not attached').or(refused.getByText(/list\.pdf/)).first().waitFor();
    await refused.getByText('The file is not of the kind its name says. Save it anew and choose it again').waitFor();
    await line(PICTURE.name).getByText(/^PNG picture · /).waitFor();
  });

  test('are dropped as well', async () => {
    await logIn(page, SALMA);
    await openDocuments();
    const transfer = await page.evaluateHandle((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
      return data;
    }, [...png(20, 20)]);
    await documents().dispatchEvent('dragenter', { dataTransfer: transfer });
    await page.getByText('Drop to attach').waitFor();
    await documents().dispatchEvent('drop', { dataTransfer: transfer });
    await line('dropped.png').waitFor();
    await page.keyboard.press('Control+KeyZ');
    await line('dropped.png').waitFor({ state: 'detached' });
  });

  test('are looked at inside the window: a picture, the pages of a PDF, the next one by its key', async () => {
    await logIn(page, SALMA);
    await openDocuments();
    await checkInEveryLook(page, 'documents');
    await line(LETTER.name).getByRole('button').first().click();
    const viewer = page.getByRole('dialog', { name: LETTER.name });
    await viewer.waitFor();
    const first = viewer.getByRole('img', { name: 'Page 1 of 2' });
    await expect.poll(() => first.getAttribute('data-drawn')).toBe('true');
    const middle = await first.locator('canvas').evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]);
    expect(middle).toEqual([255, 0, 0, 255]);
    await checkInEveryLook(page, 'document-pdf');
    const wide = (await first.boundingBox())!;
    await page.keyboard.press('r');
    await expect.poll(async () => { const box = (await first.boundingBox())!; return box.width > box.height; }).toBe(true);
    await page.keyboard.press('r');
    await page.keyboard.press('Minus');
    await expect.poll(async () => (await first.boundingBox())!.width).toBeLessThan(wide.width);
    await page.keyboard.press('ArrowRight');
    const picture = page.getByRole('dialog', { name: PICTURE.name }).getByRole('img', { name: PICTURE.name });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    await checkInEveryLook(page, 'document-picture');
    await page.keyboard.press('r');
    await expect.poll(async () => { const box = (await picture.boundingBox())!; return box.height > box.width; }).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('are described and given to reception, and tell who opened them', async () => {
    await logIn(page, SALMA);
    await openDocuments();
    await line(LETTER.name).getByRole('button', { name: /^Name and access/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Name and access' });
    await dialog.getByLabel('Description').fill('فقر دم بسيط');
    await dialog.getByLabel('Tags').fill('lab، 2026');
    await checkInEveryLook(page, 'document-describe');
    await dialog.getByLabel('Name').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await line(LETTER.name).getByText('فقر دم بسيط').waitFor();
    await line(LETTER.name).getByText('lab').waitFor();
    await line(LETTER.name).getByRole('button', { name: /^Who opened/ }).click();
    const openings = page.getByRole('dialog', { name: 'Who opened it' });
    await openings.getByText('Salma Fathy').first().waitFor();
    await page.keyboard.press('Escape');
  });

  test('go to paper, and leave as a file for a reason that stands among the openings', async () => {
    await logIn(page, SALMA);
    await openDocuments();
    await line(LETTER.name).getByRole('button').first().click();
    const viewer = page.getByRole('dialog', { name: LETTER.name });
    await expect.poll(() => viewer.getByRole('img', { name: 'Page 1 of 2' }).getAttribute('data-drawn')).toBe('true');
    // A browser has no printer of its own: the paper was made, and what is missing is said.
    await page.keyboard.press('p');
    await page.getByText('This PC cannot print from here.', { exact: false }).first().waitFor();
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Save a copy' });
    await dialog.waitFor();
    await checkInEveryLook(page, 'document-copy');
    expect(await dialog.getByRole('button', { name: /^Choose where/ }).isDisabled()).toBe(true);
    await dialog.getByLabel('What it is for').fill('for the haematologist');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const file = await download;
    expect(file.suggestedFilename()).toBe(LETTER.name);
    expect(Buffer.compare(readFileSync(await file.path()), LETTER.buffer)).toBe(0);
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    await line(LETTER.name).getByRole('button', { name: /^Who opened/ }).click();
    const openings = page.getByRole('dialog', { name: 'Who opened it' });
    await openings.getByText(/Copy taken.*for the haematologist/).waitFor();
    await openings.getByText('Printed').waitFor();
    await checkInEveryLook(page, 'document-openings');
    await page.keyboard.press('Escape');
    await openings.waitFor({ state: 'detached' });
  });

  test('belong to a visit where they were attached there', async () => {
    await logIn(page, SALMA);
    await go(`#/chart?id=${clinic.patients.hany}&part=visit&visit=${visit}`);
    await documents().getByText('None attached').waitFor();
    await picker().setInputFiles({ ...PICTURE, name: 'wound.png' });
    await line('wound.png').waitFor();
    await checkInEveryLook(page, 'documents-visit');
    await openDocuments();
    await line('wound.png').getByText(/Visit of/).waitFor();
  });

  test('belong to a prescription once it is kept', async () => {
    await logIn(page, SALMA);
    await go(`#/chart?id=${clinic.patients.hany}&part=prescription`);
    await page.getByLabel('Diagnosis').fill('Contact dermatitis');
    await page.keyboard.press('Control+KeyS');
    await documents().getByText('None attached').waitFor();
    await picker().setInputFiles({ ...LETTER, name: 'approval.pdf' });
    await line('approval.pdf').waitFor();
    await checkInEveryLook(page, 'documents-prescription');
    await openDocuments();
    await line('approval.pdf').getByText(/Prescription .*RX-A/).waitFor();
  });
});

describe('documents of a test', () => {
  test('are the papers that came with it', async () => {
    await logIn(page, SALMA);
    await clinic.desk.call('charts.open', { patient_id: clinic.patients.hany });
    await clinic.desk.call('charts.save_test', { patient_id: clinic.patients.hany, name: 'Full blood count', result: '11.2', unit: 'g/dL' });
    await go(`#/chart?id=${clinic.patients.hany}`);
    await page.getByRole('button', { name: /^Documents of .*Full blood count/ }).click();
    const dialog = page.getByRole('dialog', { name: /Full blood count/ });
    await dialog.getByText('No documents yet').waitFor();
    await dialog.locator('input[type=file]').setInputFiles({ ...LETTER, name: 'count.pdf' });
    await line('count.pdf').waitFor();
    await checkInEveryLook(page, 'documents-test');
    await line('count.pdf').getByRole('button').first().click();
    await expect.poll(() => page.getByRole('img', { name: 'Page 1 of 2' }).getAttribute('data-drawn')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'count.pdf' }).waitFor({ state: 'detached' });
    expect(await dialog.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await openDocuments();
    await line('count.pdf').getByText(/Full blood count/).waitFor();
  });
});

describe('documents in the registry', () => {
  test('are those that reception may open, and what it attaches is among them', async () => {
    await logIn(page, RECEPTION);
    await go(`#/patients?id=${clinic.patients.hany}`);
    await documents().getByText('None attached').waitFor();
    await picker().setInputFiles({ ...PICTURE, name: 'insurance card.png' });
    await line('insurance card.png').waitFor();
    expect(await page.locator('[data-document]').count()).toBe(1);
    await checkInEveryLook(page, 'documents-reception');
  });
});

describe('documents at the counter', () => {
  test('are those of the prescription that the pharmacy may open', async () => {
    const { call } = clinic.desk;
    await call('session.login', ADMIN);
    const item = { medicine_name: 'Fusidic cream', dose_milli: 1000, dose_unit: 'application', route: 'skin', frequency: 'twice', days: 7, quantity: 1 } as const;
    const { prescription } = await call('prescriptions.draft', { patient_id: clinic.patients.omar, doctor_id: clinic.doctors.salma, tags: [], items: [item], tests: [] });
    await call('prescriptions.submit', { id: prescription.id });
    const file = { patient_id: clinic.patients.omar, prescription_id: prescription.id, mime_type: 'application/pdf', base64: LETTER.buffer.toString('base64'), tags: [], named: [] };
    await call('documents.attach', { ...file, name: 'approval.pdf', audience: 'pharmacy' });
    await call('documents.attach', { ...file, name: 'history.pdf', audience: 'chart' });
    await call('session.logout', {});
    // The page was open while somebody else sat here: it begins anew.
    await page.reload();
    await logIn(page, PHARMACY);
    await go(`#/pharmacy?id=${prescription.id}`);
    await line('approval.pdf').waitFor();
    expect(await page.locator('[data-document]').count()).toBe(1);
    expect(await picker().count()).toBe(0);
    await checkInEveryLook(page, 'documents-counter');
    await line('approval.pdf').getByRole('button').first().click();
    await expect.poll(() => page.getByRole('img', { name: 'Page 1 of 2' }).getAttribute('data-drawn')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
