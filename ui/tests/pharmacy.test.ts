// The pharmacy on a real desk in a real browser.

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testClinic, type TestClinic } from './fixtures/clinic.ts';
import { openBoard, useBrowser, type DeskPage } from './harness/browser.ts';
import { checkInEveryLook } from './harness/looks.ts';
import { saved } from './harness/pdf.ts';

const browser = useBrowser();
let clinic: TestClinic;
let page: DeskPage;

beforeAll(async () => {
  clinic = await testClinic();
});
beforeEach(async () => {
  page = await openBoard(browser(), clinic.desk);
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
    await go('#/pharmacy?part=medicines');
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
    await go('#/pharmacy?part=medicines&import=1');
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
    await go('#/pharmacy?part=medicines&import=1');
    await choose('medicines.csv', `\u{feff}${LIST}`);
    await page.getByText('4 medicines would be added').waitFor();
    await checkInEveryLook(page, 'pharmacy-import');
    await page.getByRole('button', { name: 'Add 4 medicines' }).click();
    await page.getByText('4 medicines added').waitFor();
    expect((await names('كونجستال')).length).toBe(1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => names()).toEqual(before);
    await clinic.desk.call('medicines.import', { base64: Buffer.from(LIST).toString('base64') });
    await go('#/pharmacy?part=medicines');
    await page.getByRole('button', { name: /Augmentin/ }).click();
    await page.getByRole('heading', { name: 'Augmentin' }).waitFor();
    await checkInEveryLook(page, 'pharmacy-medicine');
    await page.keyboard.press('f');
    await page.keyboard.type('باراست');
    await page.getByText('No medicine is called that').waitFor();
  });
});

describe('stock', () => {
  const lots = async (name: string) => {
    const [medicine] = (await clinic.desk.call('medicines.list', { text: name })).medicines;
    return (await clinic.desk.call('stock.medicine', { medicine_id: medicine!.id })).lots.map(({ number, left }) => [number, left]);
  };
  const received = async (name: string, lot: string, expires_on: string, quantity: number) => {
    const [medicine] = (await clinic.desk.call('medicines.list', { text: name })).medicines;
    await clinic.desk.call('stock.receive', { medicine_id: medicine!.id, lot, expires_on, quantity });
  };
  const dayFrom = (days: number) => new Date(Date.parse(`${clinic.today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

  test('what was bought is put on the shelf by keys, and a broken box leaves it with a reason', async () => {
    await go('#/pharmacy?part=medicines');
    await page.getByRole('button', { name: /^Concor/ }).click();
    await page.getByRole('heading', { name: 'Concor' }).waitFor();
    await page.getByText('Nothing of it is in stock.').waitFor();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: /Receive/ });
    await dialog.waitFor();
    await page.keyboard.type('BX-204');
    await page.keyboard.press('Tab');
    await page.keyboard.type('+20w');
    await dialog.getByLabel('Quantity').fill('90');
    await checkInEveryLook(page, 'pharmacy-receive');
    await dialog.getByLabel('Quantity').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => lots('Concor')).toEqual([['BX-204', 90]]);
    await page.getByRole('button', { name: /^Move….*BX-204/ }).click();
    await page.getByRole('dialog').getByLabel('Quantity').fill('15');
    await page.getByRole('dialog').getByLabel('Why').fill('a box fell');
    await page.getByRole('dialog').getByLabel('Why').press('Enter');
    await expect.poll(() => lots('Concor')).toEqual([['BX-204', 75]]);
    await page.getByText('a box fell').waitFor();
    await checkInEveryLook(page, 'pharmacy-stock');
    await page.keyboard.press('Control+z');
    await expect.poll(() => lots('Concor')).toEqual([['BX-204', 90]]);
  });

  test('what runs out and what expires is on one page', async () => {
    await received('Otrivin', 'OT-1', dayFrom(20), 3);
    await received('Augmentin', 'AU-7', dayFrom(400), 28);
    await go('#/pharmacy?part=watch');
    await page.getByRole('heading', { name: 'Below the least stock' }).waitFor();
    await page.getByRole('heading', { name: 'Expires within ninety days' }).waitFor();
    await checkInEveryLook(page, 'pharmacy-watch');
    await page.getByRole('row', { name: /Otrivin.*OT-1/ }).click();
    await page.getByRole('heading', { name: 'Otrivin' }).waitFor();
  });

  test('a count writes what differs in one go, says what moved meanwhile, and is undone as a whole', async () => {
    await go('#/pharmacy?part=count');
    await page.getByLabel(/On the shelf: .*Augmentin/).fill('25');
    await page.getByLabel(/On the shelf: .*Augmentin/).press('Enter');
    await page.keyboard.type('90');
    await page.getByText('2 of 3 counted, 1 differ').waitFor();
    await received('Concor', 'BX-204', (await clinic.desk.call('stock.sheet', {})).lots.find(({ number }) => number === 'BX-204')!.expires_on, 10);
    await page.getByRole('cell', { name: /^100/ }).waitFor();
    await page.getByRole('button', { name: 'Save the count' }).click();
    await page.getByText(/Something moved meanwhile: it should be 100 now/).waitFor();
    await checkInEveryLook(page, 'pharmacy-count');
    expect(await lots('Augmentin')).toEqual([['AU-7', 28]]);
    await page.getByLabel(/On the shelf: .*Concor/).fill('100');
    await page.getByRole('button', { name: 'Save the count' }).click();
    await expect.poll(() => lots('Augmentin')).toEqual([['AU-7', 25]]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => lots('Augmentin')).toEqual([['AU-7', 28]]);
  });

  test('a sample that a rep left is taken into stock in one step', async () => {
    const company = (await clinic.desk.call('companies.save', { name: 'Nile Pharma' })).company.id;
    const rep = (await clinic.desk.call('reps.save', { company_id: company, full_name: 'Rania Aziz' })).rep.id;
    const booked = await clinic.desk.call('rep_visits.book', {
      rep_id: rep,
      doctor_id: clinic.doctors.salma,
      date: clinic.today,
      start: '16:30',
      minutes: 10,
      products: [],
      attendees: [],
      as_request: false,
      overbook_reason: 'a test at any hour',
    });
    const id = booked.visit.id;
    await clinic.desk.call('rep_visits.arrive', { id });
    await clinic.desk.call('rep_visits.start', { id });
    await clinic.desk.call('rep_visits.complete', { id, summary: { samples: [{ product: 'Concor 5 mg', quantity: 10, lot: 'SMP-3', expires: dayFrom(300) }] } });
    await go('#/pharmacy?part=samples');
    await page.getByRole('cell', { name: 'Concor 5 mg', exact: true }).waitFor();
    await checkInEveryLook(page, 'pharmacy-samples');
    await page.getByRole('button', { name: /^Take into stock/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take into stock' }).click();
    await page.getByText('No samples wait').waitFor();
    await expect.poll(() => lots('Concor')).toContainEqual(['SMP-3', 10]);
  });
});

describe('the counter', () => {
  const idOf = async (name: string) => (await clinic.desk.call('medicines.list', { text: name })).medicines.find((one) => one.name === name)!.id;
  const line = async (name: string, quantity: number, kept_because: string | null = null) => ({
    medicine_id: await idOf(name),
    dose_milli: 1000,
    dose_unit: 'tablet' as const,
    route: 'oral' as const,
    frequency: 'twice' as const,
    days: 7,
    quantity,
    instructions: 'after_food',
    kept_because,
  });

  test('an allergen waits for a reason, a part is handed out and said, and the rest stays in the queue', async () => {
    await clinic.desk.call('charts.save_allergy', { patient_id: clinic.patients.omar, allergen: 'penicillin', severity: 'severe', reaction: 'anaphylaxis' });
    const items = [await line('Augmentin', 14, 'tolerated last year'), await line('Concor', 30), await line('Panadol', 15)];
    const { prescription } = await clinic.desk.call('prescriptions.draft', { patient_id: clinic.patients.omar, doctor_id: clinic.doctors.salma, tags: [], items, tests: [] });
    await clinic.desk.call('prescriptions.submit', { id: prescription.id });
    await go('#/pharmacy');
    await page.getByRole('button', { name: /^Omar Hesham Abdelaziz/ }).click();
    await page.getByRole('heading', { name: 'Omar Hesham Abdelaziz' }).waitFor();
    await page.getByText('Allergic to ⁨penicillin⁩ (severe)').waitFor();
    const hand = page.getByRole('button', { name: /^Hand out/ });
    expect(await hand.isDisabled()).toBe(true);
    await checkInEveryLook(page, 'pharmacy-dispense');
    await page.getByLabel('Why it is handed out all the same').fill('the doctor was asked');
    await page.getByLabel(/How much of .*Concor.* from lot .*BX-204/).fill('10');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/A part handed out for/).waitFor();
    await page.getByRole('heading', { name: 'Handed out before' }).waitFor();
    await page.getByText(/warning set aside: .*the doctor was asked/).waitFor();
    await checkInEveryLook(page, 'pharmacy-dispensed-part');
    await page.keyboard.press('l');
    const labels = page.getByRole('dialog', { name: 'Print the labels' });
    await labels.getByText(/^Omar Hesham Abdelaziz · /).waitFor();
    const paper = (await saved(page, 'Save as PDF')).replaceAll(/\s+/g, ' ');
    for (const words of ['Omar Hesham Abdelaziz', 'Augmentin 1 g', 'AU-7', 'Concor 5 mg', 'BX-204', '1 tablet, twice a day, for 7 days, after food']) expect(paper).toContain(words);
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Handed out' }).check();
    await page.getByText('Choose what was handed out').waitFor();
    await page.getByRole('button', { name: /^Omar Hesham Abdelaziz.*2 packs/ }).click();
    await page.getByRole('heading', { name: 'Omar Hesham Abdelaziz' }).waitFor();
    await checkInEveryLook(page, 'pharmacy-handed-out');
    await checkInEveryLook(page, 'pharmacy-labels', async () => {
      await page.keyboard.press('l');
      await page.getByRole('dialog').waitFor();
    });
    const { lines, prescription: after } = await clinic.desk.call('fulfilments.propose', { prescription_id: prescription.id, instead: [] });
    expect([after.state, ...lines.map(({ given }) => given)]).toEqual(['partly_fulfilled', 14, 10, 0]);
    await page.getByRole('radio', { name: 'Waiting' }).check();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await clinic.desk.call('fulfilments.propose', { prescription_id: prescription.id, instead: [] })).prescription.state).toBe('submitted');
  });

  test('what is out of stock goes out as the same by another name, and what was written by hand as what is chosen', async () => {
    const listed = async (name: string, generic_name: string, strength: string) =>
      (await clinic.desk.call('medicines.save', { name, generic_name, strength, form: 'tablet', unit: 'tablet', ingredients: [], families: [], minimum_stock: 0 })).medicine.id;
    const zyrtec = await listed('Zyrtec', 'cetirizine', '10 mg');
    for (const [id, lot] of [[await listed('Histazine', 'Cetirizine', '10mg'), 'HI-1'], [await listed('Glucophage', 'metformin', '500 mg'), 'GL-1']] as const) {
      await clinic.desk.call('stock.receive', { medicine_id: id, lot, expires_on: '2036-05-31', quantity: 60 });
    }
    const course = { dose_milli: 1000, dose_unit: 'tablet' as const, route: 'oral' as const, frequency: 'daily' as const, days: 10, quantity: 10 };
    const items = [{ ...course, medicine_id: zyrtec }, { ...course, medicine_name: 'something for sugar' }];
    const { prescription } = await clinic.desk.call('prescriptions.draft', { patient_id: clinic.patients.mona, doctor_id: clinic.doctors.salma, tags: [], items, tests: [] });
    await clinic.desk.call('prescriptions.submit', { id: prescription.id });
    await go(`#/pharmacy?id=${prescription.id}`);
    const line = (name: string) => page.getByRole('region', { name });
    await line('Zyrtec').getByText('None left').waitFor();
    await line('Zyrtec').getByLabel('Hand out').click();
    await page.getByRole('option', { name: /Histazine 10mg.*60/ }).click();
    await page.getByText('Something stops it until you say why').waitFor();
    await line('Zyrtec').getByLabel('Why another one is handed out').fill('none left');
    await line('something for sugar').getByLabel('Hand out').fill('gluco');
    await page.getByRole('option', { name: /Glucophage/ }).click();
    await line('something for sugar').getByText('GL-1', { exact: true }).waitFor();
    await checkInEveryLook(page, 'pharmacy-substitute');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/All of it handed out for/).waitFor();
    await page.getByText(/as .*Histazine 10mg.* instead: .*none left/).waitFor();
    await page.getByText(/as .*Glucophage 500 mg/).waitFor();
    // The next thing to do is the labels: Enter asks for them, Enter prints.
    await page.keyboard.press('Enter');
    const paper = (await saved(page, 'Save as PDF')).replaceAll(/\s+/g, ' ');
    for (const words of ['Histazine 10mg', 'بديل عن', 'Zyrtec', 'Glucophage 500 mg']) expect(paper).toContain(words);
  });
});

describe('a clinic of two sites', () => {
  const left = async (medicine_id: string, site_id: string) => (await clinic.desk.call('stock.medicine', { medicine_id, site_id })).lots.map(({ number, left }) => [number, left]);

  test('has a shelf at each, and what is taken from one to the other is written at both', async () => {
    await go('#/pharmacy?part=medicines');
    await page.getByRole('button', { name: /^Concor/ }).waitFor();
    expect(await page.getByRole('combobox', { name: /^Site/ }).count()).toBe(0);
    const { call } = clinic.desk;
    const [first] = (await call('sites.list', {})).sites;
    const ventolin = (await call('medicines.save', { name: 'Ventolin', form: 'inhaler', unit: 'inhaler', ingredients: [], families: [], minimum_stock: 0, price_minor: 9000 })).medicine.id;
    await call('stock.receive', { site_id: first!.id, medicine_id: ventolin, lot: 'VE-9', expires_on: '2036-05-31', quantity: 30 });
    const { id: maadi } = (await call('sites.save', { name: 'Maadi', kind: 'clinic', time_zone: first!.time_zone, currency: first!.currency, week_start: first!.week_start, weekend_days: first!.weekend_days, facilities: [], hours: [] })).site;
    const site = page.getByRole('combobox', { name: /^Site/ });
    await site.waitFor();
    await page.getByRole('button', { name: /^Ventolin/ }).click();
    await page.getByRole('button', { name: /^Move….*VE-9/ }).click();
    const dialog = page.getByRole('dialog', { name: /Ventolin/ });
    await dialog.getByRole('combobox', { name: /^What happened/ }).click();
    await page.getByRole('option', { name: 'Taken to another site' }).click();
    await dialog.getByRole('combobox', { name: /^To which site.*Maadi/ }).waitFor();
    await dialog.getByLabel('Quantity').fill('12');
    await checkInEveryLook(page, 'pharmacy-transfer');
    await dialog.getByLabel('Quantity').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => left(ventolin, first!.id)).toEqual([['VE-9', 18]]);
    expect(await left(ventolin, maadi)).toEqual([['VE-9', 12]]);
    await page.getByText('to ⁨Maadi⁩', { exact: true }).waitFor();
    await site.click();
    await page.getByRole('option', { name: 'Maadi' }).click();
    await page.getByText(`from ⁨${first!.name}⁩`, { exact: true }).waitFor();
    await page.getByRole('row', { name: /VE-9.*12/ }).first().waitFor();
    await page.getByRole('button', { name: /^Ventolin.*12/ }).waitFor();
    await checkInEveryLook(page, 'pharmacy-site');
    // The sheet to count is that of the site as well, and who comes back stands where they stood.
    await go('#/pharmacy?part=count');
    await page.getByLabel(/On the shelf: .*Ventolin/).fill('11');
    await page.getByText('1 of 1 counted, 1 differ').waitFor();
    await checkInEveryLook(page, 'pharmacy-site-count');
    await page.getByRole('button', { name: 'Save the count' }).click();
    await expect.poll(() => left(ventolin, maadi)).toEqual([['VE-9', 11]]);
    expect(await left(ventolin, first!.id)).toEqual([['VE-9', 18]]);
    await go('#/board');
    await page.locator('[role=grid]').waitFor();
    await go('#/pharmacy?part=count');
    await page.getByRole('combobox', { name: /^Site.*Maadi/ }).waitFor();
  });
});
