// The pharmacy on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { logIn, openPage, useBrowser, type DeskPage } from './harness/browser.ts';
import { ADMIN } from './harness/desk.ts';
import { checkInEveryLook } from './harness/looks.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

beforeAll(async () => {
  clinic = await testClinic();
});
beforeEach(async () => {
  page = await openPage(browser(), clinic.desk);
  const grid = page.locator('[role=grid]');
  await Promise.race([grid.waitFor(), page.locator('input[type=password]').waitFor()]);
  if (!(await grid.isVisible())) await logIn(page, ADMIN);
  await grid.waitFor();
});
afterEach(async () => {
  expect(page.problems).toEqual([]);
  await page.context().close();
});

const go = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
const names = async (text = '') => (await clinic.desk.call('medicines.list', { text })).medicines.map(({ name }) => name);

const LIST = [
  'Name;Generic name;Form;Strength;Unit;Pack;Price;Minimum;Family;Shelf',
  'Augmentin;amoxicillin + clavulanic acid;Tablets;1 g;tablet;14;12.50;30;penicillins;B2',
  'Concor;bisoprolol;tablet;5 mg;tablet;30;3.25;60;beta blockers;B3',
  'كونجستال;باراسيتامول;أقراص;;قرص;20;١٫٧٥;٤٠;;',
  'Otrivin;xylometazoline;drops;0.1 %;bottle;1;38;5;;',
].join('\r\n');

const choose = (name: string, text: string | Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('medicines', () => {
  test('one is added, found, changed and removed by keys, and undo brings it back', async () => {
    await go('#/pharmacy');
    await page.getByRole('heading', { name: 'No medicines yet' }).first().waitFor();
    await checkInEveryLook(page, 'pharmacy-none');
    await page.keyboard.press('n');
    await page.getByRole('form', { name: 'New medicine' }).waitFor();
    await page.keyboard.type('Panadol');
    await page.getByLabel('Generic name').fill('paracetamol');
    await page.getByLabel('Strength').fill('500 mg');
    await page.getByLabel('Counted in').fill('tablet');
    await page.getByLabel('Price of one unit').fill('1.25');
    await page.getByLabel('Least stock').fill('48');
    await checkInEveryLook(page, 'pharmacy-medicine-new');
    await page.getByLabel('Least stock').press('Enter');
    await page.getByRole('heading', { name: 'Panadol' }).waitFor();
    expect((await clinic.desk.call('medicines.list', { text: 'parace' })).medicines).toMatchObject([{ name: 'Panadol', price_minor: 125, minimum_stock: 48, unit: 'tablet' }]);
    await page.getByRole('button', { name: 'Remove from the list' }).click();
    await expect.poll(() => names()).toEqual([]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => names()).toEqual(['Panadol']);
  });

  test('a list with something wrong is refused as a whole with every reason', async () => {
    await go('#/pharmacy?import=1');
    await page.getByRole('heading', { name: 'Import a list of medicines' }).waitFor();
    const before = await names();
    await choose('wrong.csv', `${LIST}\nBrufen;ibuprofen;balloon;;tablet\n=1+1;;tablet;;tablet\nConcor;;tablet;5 mg;tablet\n`);
    await page.getByText('Nothing can be taken in: 3 things have to be mended').waitFor();
    await page.getByRole('cell', { name: 'Begins like a formula of a spreadsheet' }).waitFor();
    await checkInEveryLook(page, 'pharmacy-import-refused');
    await choose('broken.csv', 'name;form;unit\n"Brufen;tablet;tablet\n');
    await page.getByText(/A quotation mark is missing/).waitFor();
    expect(await names()).toEqual(before);
  });

  test('a list is seen first and taken in at once; undo takes all of it back', async () => {
    const before = await names();
    await go('#/pharmacy?import=1');
    await choose('medicines.csv', `\u{feff}${LIST}`);
    await page.getByText('4 medicines would be added').waitFor();
    await checkInEveryLook(page, 'pharmacy-import');
    await page.getByRole('button', { name: 'Add 4 medicines' }).click();
    await page.getByText('4 medicines added').waitFor();
    expect((await names('كونجستال')).length).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => names()).toEqual(before);
    await clinic.desk.call('medicines.import', { base64: Buffer.from(LIST).toString('base64') });
    await go('#/pharmacy');
    await page.getByRole('button', { name: /Augmentin/ }).click();
    await page.getByRole('heading', { name: 'Augmentin' }).waitFor();
    await checkInEveryLook(page, 'pharmacy-medicine');
    await page.keyboard.press('f');
    await page.keyboard.type('باراست');
    await page.getByText('No medicine is called that').waitFor();
  });
});
