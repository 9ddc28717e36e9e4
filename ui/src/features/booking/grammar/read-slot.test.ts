import { describe, expect, it } from 'vitest';
import { readSlot, type GrammarContext, type SlotReading } from './read-slot';

/** A Tuesday. */
const CONTEXT: GrammarContext = {
  today: '2026-11-24',
  doctors: [
    { id: 'salma', names: ['Salma Fathy', 'سلمى فتحي'] },
    { id: 'karim', names: ['Karim Naguib', 'كريم نجيب'] },
    { id: 'karima', names: ['Karima El-Sayed', 'كريمة السيد'] },
  ],
};

const at = (hours: number, minutes = 0) => hours * 60 + minutes;

function check(line: string, expected: SlotReading) {
  it(`reads "${line}"`, () => expect(readSlot(line, CONTEXT)).toEqual(expected));
}

describe('the slot grammar', () => {
  check('', { patient: '' });
  check('tue 10:30 20m ahmad', { date: '2026-11-24', start: at(10, 30), minutes: 20, patient: 'ahmad' });
  check('الثلاثاء ١٠:٣٠ أحمد', { date: '2026-11-24', start: at(10, 30), patient: 'أحمد' });
  check('ثلاثاء ١٢:٥٠ ٢٠د عمر', { date: '2026-11-24', start: at(12, 50), minutes: 20, patient: 'عمر' });
  check('omar hesham wed', { date: '2026-11-25', patient: 'omar hesham' });
  check('tomorrow 930 mona', { date: '2026-11-25', start: at(9, 30), patient: 'mona' });
  check('بعد بكرة ٩ ص منى', { date: '2026-11-26', start: at(9), patient: 'منى' });
  check('+2w at 11 sara', { date: '2026-12-08', start: at(11), patient: 'sara' });
  check('1 dec 2pm', { date: '2026-12-01', start: at(14), patient: '' });
  check('٣ ديسمبر الساعة ٤ هاني', { date: '2026-12-03', start: at(16), patient: 'هاني' });
  check('dr karim 10:15 hany', { doctor: 'karim', start: at(10, 15), patient: 'hany' });
  check('dr karima hany', { doctor: 'karima', patient: 'hany' });
  check('@sal 20 min hany mikhail', { doctor: 'salma', minutes: 20, patient: 'hany mikhail' });
  check('مع سلمى فتحي نص ساعة هاني', { doctor: 'salma', minutes: 30, patient: 'هاني' });
  check('د. كريم هاني', { doctor: 'karim', patient: 'هاني' });
  check('د.كريم هاني', { doctor: 'karim', patient: 'هاني' });
  check('on tuesday for mona', { date: '2026-11-24', patient: 'for mona' });
});

describe('what is not part of the slot stays with the patient', () => {
  check('PAT-A-001906', { patient: 'PAT-A-001906' });
  check('01004827719', { patient: '01004827719' });
  check('0937', { patient: '0937' });
  check('0100 482 7719', { patient: '0100 482 7719' });
  check('dr nobody', { patient: 'dr nobody' });
  check('#1030', { patient: '1030' });
  check('29/02/2027', { patient: '29/02/2027' });
});

describe('hours without a half of the day', () => {
  check('3', { start: at(15), patient: '' });
  check('330', { start: at(15, 30), patient: '' });
  check('03:00', { start: at(3), patient: '' });
  check('3am', { start: at(3), patient: '' });
  check('9', { start: at(9), patient: '' });
  check('١١', { start: at(11), patient: '' });
});

it('takes each part once: a second time is the patient’s', () => {
  expect(readSlot('10:30 11:30', CONTEXT)).toEqual({ start: at(10, 30), patient: '11:30' });
});

it('never gives a day in the past', () => {
  expect(readSlot('2020-01-01 mona', CONTEXT)).toEqual({ patient: '2020-01-01 mona' });
});

it('reads any line without failing and loses no word that it did not understand', () => {
  const words = ['tue', '10:30', 'at', 'dr', '@', '#', '+', '٩', 'نص', 'ساعة', '99', '//', 'Ng', 'for', 'د', '20m'];
  for (let seed = 0; seed < 4000; seed += 1) {
    let state = seed * 2_654_435_761;
    const line = Array.from({ length: 1 + (seed % 6) }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return words[state % words.length];
    }).join(' ');
    const { patient } = readSlot(line, CONTEXT);
    if (line.includes('Ng')) expect(patient, line).toContain('Ng');
  }
});
