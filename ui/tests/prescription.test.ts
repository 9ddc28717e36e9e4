// A prescription on a real desk in a real browser: typed, warned about, drawn on, submitted, corrected, printed.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MedicineId, PrescriptionId } from '../src/backend/bindings.ts';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { logIn, openBoard, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;
const medicines: Record<string, MedicineId> = {};

beforeAll(async () => {
  clinic = await testClinic();
  const { call } = clinic.desk;
  const add = async (name: string, generic_name: string, families: string[], form: 'tablet' | 'spray' = 'tablet') => {
    const ingredients = generic_name.split(' + ');
    const request = { name, generic_name, ingredients, families, form, unit: form === 'tablet' ? 'tablet' : 'bottle', minimum_stock: 0 };
    medicines[name] = (await call('medicines.save', request)).medicine.id;
  };
  await add('Augmentin 1 g', 'amoxicillin + clavulanate', ['penicillin', 'antibiotic']);
  await add('Zithromax 500', 'azithromycin', ['macrolide', 'antibiotic']);
  await add('Panadol 500', 'paracetamol', []);
  await add('Panadol Extra', 'paracetamol + caffeine', []);
  await add('Concor 5', 'bisoprolol', []);
  await add('Otrivin 0.1 %', 'xylometazoline', [], 'spray');
  await call('charts.save_allergy', { patient_id: clinic.patients.hany, allergen: 'Penicillin', reaction: 'anaphylaxis', severity: 'severe', noticed_on: '2019-03-14' });
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
  for (const { name } of (await clinic.desk.call('drafts.list', {})).drafts) await clinic.desk.call('drafts.discard', { name });
  for (const patient_id of Object.values(clinic.patients)) {
    for (const { id, state } of await known(patient_id)) {
      if (state === 'draft' || state === 'submitted') await clinic.desk.call('prescriptions.cancel', { id, reason: 'end of the test' });
    }
  }
});

const known = async (patient_id: string) => (await clinic.desk.call('prescriptions.of_patient', { patient_id })).prescriptions;
const written = async (id: PrescriptionId) => (await clinic.desk.call('prescriptions.get', { id })).prescription;
const line = () => page.getByRole('combobox', { name: 'Next medicine' });
const row = (name: string) => page.locator(`[data-line="${name}"]`);

async function prescribesFor(who: keyof TestClinic['patients']): Promise<void> {
  await page.evaluate((to) => (location.hash = to), `#/chart?id=${clinic.patients[who]}&part=prescription`);
  await line().waitFor();
  // The prescriber is known before anything is typed.
  await page.getByLabel('Prescriber').waitFor();
}

async function types(text: string, name: string): Promise<void> {
  await line().fill(text);
  await page.getByRole('option', { name }).first().waitFor();
  await line().press('Enter');
  await row(name).waitFor();
}

describe('a prescription', () => {
  test('is typed line by line; an allergy holds it back until it is answered', async () => {
    await prescribesFor('hany');
    await line().fill('augm 1x2 7d after food');
    await page.getByRole('status', { name: 'Understood' }).getByText('7 days').waitFor();
    await page.getByRole('option', { name: /Augmentin 1 g.*Allergy to .*Penicillin/ }).waitFor();
    await line().press('Enter');
    await row('Augmentin 1 g').getByText('14').waitFor();
    await page.getByText('The prescription cannot be submitted while this line is not answered.').waitFor();
    await types('otri 2x3 5d', 'Otrivin 0.1 %');
    await types('con morning 30d', 'Concor 5');
    await page.getByPlaceholder('CBC, HbA1c, X-ray …').fill('CBC');
    await page.getByPlaceholder('CBC, HbA1c, X-ray …').press('Enter');
    await page.getByRole('button', { name: 'CBC: Routine. Change' }).click();
    await line().fill('pana 1x3 5d');
    await page.getByRole('option', { name: /Panadol 500/ }).waitFor();
    await checkInEveryLook(page, 'prescription');
    await line().fill('');
    await page.keyboard.press('Alt+1');
    await row('Zithromax 500').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /Submit to pharmacy/ }).isEnabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await known(clinic.patients.hany)).map(({ state }) => state)).toEqual(['submitted']);
    const [first] = await known(clinic.patients.hany);
    expect(first).toMatchObject({ state: 'submitted', medicines: ['Zithromax 500', 'Otrivin 0.1 %', 'Concor 5'], tests: ['CBC'] });
    expect((await written(first!.id)).items.map(({ quantity }) => quantity)).toEqual([14, 1, 30]);
  });

  test('a line is kept with a reason, changed by hand, and taken out', async () => {
    await prescribesFor('hany');
    await types('augm 1x2 7d', 'Augmentin 1 g');
    await page.keyboard.press('Alt+k');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why it is right for this patient').fill('tested negative in May');
    await page.keyboard.press('Enter');
    await page.getByText(/Kept: .*tested negative in May/).waitFor();
    await page.getByRole('button', { name: 'Change Augmentin 1 g' }).click();
    await dialog.getByLabel('Dose', { exact: true }).fill('½');
    await page.keyboard.press('Enter');
    await row('Augmentin 1 g').getByText('½ tablet').waitFor();
    await row('Augmentin 1 g').getByText('7').first().waitFor();
    await types('con 1x1 30d', 'Concor 5');
    await page.getByRole('button', { name: 'Remove Concor 5' }).click();
    await row('Concor 5').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await known(clinic.patients.hany)).filter(({ state }) => state === 'draft').map(({ medicines: names }) => names)).toEqual([['Augmentin 1 g']]);
  });

  test('what is drawn with a real pointer is there after saving and reloading', async () => {
    await prescribesFor('omar');
    await page.getByRole('radio', { name: 'Face' }).check({ force: true });
    await page.getByRole('button', { name: 'Red pen' }).click();
    const sheet = page.getByRole('img', { name: 'Drawing for this prescription' });
    const box = (await sheet.boundingBox())!;
    const at = (x: number, y: number) => [box.x + (box.width * x) / 1000, box.y + (box.height * y) / 1000] as const;
    await page.mouse.move(...at(300, 560));
    await page.mouse.down();
    for (const [x, y] of [[340, 600], [380, 640], [330, 700]] as const) await page.mouse.move(...at(x, y), { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Black pen' }).click();
    await page.mouse.move(...at(600, 200));
    await page.mouse.down();
    await page.mouse.move(...at(700, 300), { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.locator('[data-stroke]').count()).toBe(2);
    await page.getByRole('button', { name: 'Eraser' }).click();
    await page.mouse.click(...at(650, 250));
    await expect.poll(() => page.locator('[data-stroke]').count()).toBe(1);
    await page.getByRole('button', { name: 'Undo the last stroke' }).click();
    await expect.poll(() => page.locator('[data-stroke]').count()).toBe(2);
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await known(clinic.patients.omar)).length).toBe(1);
    const [draft] = await known(clinic.patients.omar);
    const { whiteboard } = await written(draft!.id);
    expect(whiteboard).toMatchObject({ ground: 'face', strokes: [{ ink: 'red' }, { ink: 'black' }] });
    const [x, y] = whiteboard!.strokes[0]!.points;
    expect([Math.abs(x! - 300) < 8, Math.abs(y! - 560) < 8]).toEqual([true, true]);
    await page.reload();
    await line().waitFor();
    await expect.poll(() => page.locator('[data-stroke]').count()).toBe(2);
    await checkInEveryLook(page, 'prescription-drawing');
    // One key leads to how it will look on paper, with what was drawn.
    await page.keyboard.press('Control+p');
    const dialog = page.getByRole('dialog', { name: 'Print the prescription' });
    const sheetOfPaper = dialog.getByRole('region', { name: 'How it will look' }).getByRole('img', { name: 'Page 1 of 1' });
    const reddish = () =>
      sheetOfPaper.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at]! > 170 && data[at + 1]! < 100 && data[at + 2]! < 100) found += 1;
        return found;
      });
    await expect.poll(reddish).toBeGreaterThan(50);
    await checkInEveryLook(page, 'prescription-preview');
    const upright = (await sheetOfPaper.boundingBox())!;
    await dialog.getByRole('radio', { name: /Strip/ }).check();
    await expect.poll(async () => (await sheetOfPaper.boundingBox())?.width ?? upright.width).toBeLessThan(upright.width);
    await expect.poll(reddish).toBeGreaterThan(50);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const { paper } = await clinic.desk.call('papers.prescription', { id: draft!.id, format: 'a5', language: 'en', preview: false });
    expect(paper.name).toBe(`${draft!.ref}.pdf`);
  });

  test('what was begun is there after a lock, without having been saved', async () => {
    await prescribesFor('mona');
    await types('pana 1x3 5d', 'Panadol 500');
    await expect.poll(async () => (await clinic.desk.call('drafts.list', {})).drafts.map(({ name }) => name)).toContain(`prescription:${clinic.patients.mona}`);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
    await logIn(page, ADMIN);
    await page.locator('[role=grid]').or(line()).first().waitFor();
    await prescribesFor('mona');
    await row('Panadol 500').getByText('15').waitFor();
    expect(await known(clinic.patients.mona)).toEqual([]);
  });

  test('lines that are written often are kept under a name, written by it, and forgotten', async () => {
    await prescribesFor('omar');
    await types('pana 1x3 5d', 'Panadol 500');
    await types('con 1x1 30d', 'Concor 5');
    await page.getByRole('button', { name: 'Keep as favourite …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name to type').fill('Flu');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    // By key: the notice with its undo lies over the foot for a while.
    await page.getByRole('button', { name: 'Discard draft' }).press('Enter');
    await row('Panadol 500').waitFor({ state: 'detached' });
    await line().fill('flu');
    await page.getByRole('option', { name: /Flu/ }).first().waitFor();
    await line().press('Enter');
    await row('Concor 5').waitFor();
    await row('Panadol 500').waitFor();
    await line().fill('flu');
    await page.getByRole('option', { name: /Flu/ }).first().waitFor();
    await line().press('Shift+Delete');
    await expect.poll(async () => (await clinic.desk.call('prescriptions.favourites', {})).favourites).toEqual([]);
  });

  test('a submitted one is corrected by another that takes its place', async () => {
    const { call } = clinic.desk;
    const item = { medicine_id: medicines['Concor 5']!, dose_milli: 1000, dose_unit: 'tablet', route: 'oral', frequency: 'daily', days: 30 } as const;
    const request = { patient_id: clinic.patients.mona, doctor_id: clinic.doctors.salma, items: [item], tags: [], tests: [] };
    const { id, ref } = (await call('prescriptions.draft', request)).prescription;
    await call('prescriptions.submit', { id });
    await prescribesFor('mona');
    await page.getByRole('button', { name: `Correct ${ref}` }).click();
    await page.getByText(new RegExp(`Replaces .*${ref}.* once it is submitted`)).waitFor();
    await row('Concor 5').waitFor();
    await types('pana 1x3 5d', 'Panadol 500');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await written(id)).state).toBe('replaced');
    await page.locator(`[data-prescription="${ref}"]`).getByText('Replaced').waitFor();
  });

  test('tags are typed, offered again, and find what was prescribed before', async () => {
    const { call } = clinic.desk;
    const item = { medicine_id: medicines['Concor 5']!, dose_milli: 1000, dose_unit: 'tablet', route: 'oral', frequency: 'daily', days: 30 } as const;
    const request = { patient_id: clinic.patients.mona, doctor_id: clinic.doctors.salma, items: [item], tests: [] };
    const [chronic, other] = [await call('prescriptions.draft', { ...request, tags: ['chronic'] }), await call('prescriptions.draft', { ...request, items: [{ ...item, medicine_id: medicines['Panadol 500']! }], tags: ['fasting'] })];
    for (const { prescription } of [chronic, other]) await call('prescriptions.submit', { id: prescription.id });
    await prescribesFor('mona');
    const field = page.getByLabel('Tags');
    await field.click();
    await page.getByRole('button', { name: /Tag with .*fasting/ }).waitFor();
    await field.fill('chr');
    await page.getByRole('button', { name: /Tag with .*chronic/ }).waitFor();
    await field.press('Enter');
    await field.fill('before surgery');
    await field.press('Enter');
    await page.getByRole('button', { name: /Take away the tag .*before surgery/ }).waitFor();
    await checkInEveryLook(page, 'prescription-tags');
    await types('zit 1x1 3d', 'Zithromax 500');
    await page.keyboard.press('Control+KeyS');
    const mine = async () => (await known(clinic.patients.mona)).find(({ state }) => state === 'draft')?.tags;
    await expect.poll(mine).toEqual(['chronic', 'before surgery']);
    await page.getByLabel('By tag').click();
    await page.getByRole('option', { name: 'fasting' }).click();
    await page.locator(`[data-prescription="${chronic.prescription.ref}"]`).waitFor({ state: 'detached' });
    await page.locator(`[data-prescription="${other.prescription.ref}"]`).waitFor();
  });

  test('the timeline has each with its chain; one key opens it and leads along the chain', async () => {
    const { call } = clinic.desk;
    const line = (name: string, days: number) => ({ medicine_id: medicines[name]!, dose_milli: 1000, dose_unit: 'tablet', route: 'oral', frequency: 'daily', days }) as const;
    const patient_id = clinic.patients.omar;
    const request = { patient_id, doctor_id: clinic.doctors.salma, diagnosis: 'Hypertension', items: [line('Concor 5', 30), line('Panadol 500', 3)], tags: [], tests: [] };
    const old = (await call('prescriptions.draft', request)).prescription;
    await call('prescriptions.submit', { id: old.id });
    const begun = (await call('prescriptions.correct', { id: old.id })).prescription;
    const whiteboard = { ground: 'face', strokes: [{ ink: 'red', points: [300, 500, 340, 520, 380, 500] }] } as const;
    await call('prescriptions.draft', { ...request, id: begun.id, items: [line('Zithromax 500', 3)], tests: [{ name: 'CBC', priority: 'urgent' }], whiteboard: { ...whiteboard, strokes: whiteboard.strokes.map((stroke) => ({ ...stroke, points: [...stroke.points] })) } });
    await call('prescriptions.submit', { id: begun.id });
    await page.evaluate((to) => (location.hash = to), `#/chart?id=${patient_id}`);
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText(/Zithromax 500/).waitFor();
    await timeline.getByText(new RegExp(`corrects .*${old.ref}`)).waitFor();
    await timeline.getByText(new RegExp(`replaced by .*${begun.ref}`)).waitFor();
    await timeline.getByText(/Concor 5.*Panadol 500/).waitFor();
    await page.keyboard.press('BracketRight');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: new RegExp(`Prescription .*${begun.ref}`) });
    await dialog.getByText('Zithromax 500').waitFor();
    await dialog.getByRole('img', { name: 'Drawing for this prescription' }).waitFor();
    await dialog.getByRole('button', { name: new RegExp(`Corrects .*${old.ref}`) }).click();
    await page.getByRole('dialog', { name: new RegExp(`Prescription .*${old.ref}`) }).getByText('Panadol 500').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // The focus is back where it was.
    await expect.poll(() => timeline.getByRole('button', { name: /Zithromax 500/ }).evaluate((line) => line === document.activeElement)).toBe(true);
    await page.keyboard.press('BracketRight');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: new RegExp(`Prescription .*${old.ref}`) }).getByRole('button', { name: new RegExp(`Replaced by .*${begun.ref}`) }).click();
    await dialog.getByText('Zithromax 500').waitFor();
    await checkInEveryLook(page, 'prescription-shown');
  });
});
