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
  check('on tuesday for mona', { date: '2026-11-24', patient: 'mona' });
  check('للمريض عمر بكرة', { date: '2026-11-25', patient: 'عمر' });
  check('مع د. كريم ١٠ هاني', { doctor: 'karim', start: at(10), patient: 'هاني' });
  check('عند سلمى ١٠ هاني', { doctor: 'salma', start: at(10), patient: 'هاني' });
});

describe('times as they are said', () => {
  check('half past 10 mona', { start: at(10, 30), patient: 'mona' });
  check('quarter past 3 mona', { start: at(15, 15), patient: 'mona' });
  check('quarter to 11 mona', { start: at(10, 45), patient: 'mona' });
  check('at half past ten mona', { start: at(10, 30), patient: 'mona' });
  check('tomorrow at noon mona', { date: '2026-11-25', start: at(12), patient: 'mona' });
  check('tue ١٠ ونص أحمد', { date: '2026-11-24', start: at(10, 30), patient: 'أحمد' });
  check('١٠ وربع أحمد', { start: at(10, 15), patient: 'أحمد' });
  check('١١ إلا ربع أحمد', { start: at(10, 45), patient: 'أحمد' });
  check('١١ إلا تلت أحمد', { start: at(10, 40), patient: 'أحمد' });
  check('٩ ونص مساءً أحمد', { start: at(21, 30), patient: 'أحمد' });
  check('الساعة عشرة أحمد', { start: at(10), patient: 'أحمد' });
  check('١٢ ظهرًا أحمد', { start: at(12), patient: 'أحمد' });
  check('١١ الظهر أحمد', { start: at(11), patient: 'أحمد' });
  check('٢ الظهر أحمد', { start: at(14), patient: 'أحمد' });
});

describe('from one time to another', () => {
  check('10:30-11:00 mona', { start: at(10, 30), minutes: 30, patient: 'mona' });
  check('tue 10 to 11 mona', { date: '2026-11-24', start: at(10), minutes: 60, patient: 'mona' });
  check('from 2 to 2:20 mona', { start: at(14), minutes: 20, patient: 'mona' });
  check('من ١٠ إلى ١١ أحمد', { start: at(10), minutes: 60, patient: 'أحمد' });
  check('١٠ - ١٠:٣٠ أحمد', { start: at(10), minutes: 30, patient: 'أحمد' });
  check('11 to 10 mona', { start: at(11), patient: 'to 10 mona' });
});

describe('lengths as they are said', () => {
  check('an hour mona', { minutes: 60, patient: 'mona' });
  check('1.5h mona', { minutes: 90, patient: 'mona' });
  check('quarter of an hour mona', { minutes: 15, patient: 'mona' });
  check('لمدة ٢٠ دقيقة أحمد', { minutes: 20, patient: 'أحمد' });
  check('لمدة ساعة أحمد', { minutes: 60, patient: 'أحمد' });
  check('ساعة ونص أحمد', { minutes: 90, patient: 'أحمد' });
  check('ساعتين أحمد', { minutes: 120, patient: 'أحمد' });
  check('تلت ساعة أحمد', { minutes: 20, patient: 'أحمد' });
});

describe('days as they are said', () => {
  check('day after tomorrow mona', { date: '2026-11-26', patient: 'mona' });
  check('next week mona', { date: '2026-12-01', patient: 'mona' });
  check('nov 25 10 mona', { date: '2026-11-25', start: at(10), patient: 'mona' });
  check('tmrw 10 mona', { date: '2026-11-25', start: at(10), patient: 'mona' });
  check('الاتنين ١٠ منى', { date: '2026-11-30', start: at(10), patient: 'منى' });
  check('الثلاثاء الجاي ١٠ أحمد', { date: '2026-12-01', start: at(10), patient: 'أحمد' });
  check('الخميس القادم أحمد', { date: '2026-11-26', patient: 'أحمد' });
  check('بعد يومين أحمد', { date: '2026-11-26', patient: 'أحمد' });
  check('بعد أسبوعين ٩ أحمد', { date: '2026-12-08', start: at(9), patient: 'أحمد' });
  check('الأسبوع الجاي أحمد', { date: '2026-12-01', patient: 'أحمد' });
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
