/** The words of the slot grammar in both languages, folded. Spoken Egyptian forms stand beside the written ones. */
import { fold } from '$/lib/fold';

function table<T>(entries: ReadonlyArray<readonly [T, string]>): ReadonlyMap<string, T> {
  const words = new Map<string, T>();
  for (const [meaning, spellings] of entries) {
    for (const spelling of spellings.split(' ')) words.set(fold(spelling), meaning);
  }
  return words;
}

/** Said after a number: how many minutes one of it is. */
export const LENGTH_WORDS = table<number>([
  [1, 'm min mins minute minutes د دق دقيقة دقائق دقايق'],
  [60, 'h hr hour hours ساعة ساعات'],
]);

/** A length without a number. */
export const SPOKEN_LENGTHS: ReadonlyArray<readonly [readonly string[], number]> = [
  [[fold('ربع'), fold('ساعة')], 15],
  [[fold('نصف'), fold('ساعة')], 30],
  [[fold('نص'), fold('ساعة')], 30],
  [['half', 'hour'], 30],
  [['half', 'an', 'hour'], 30],
];

export const HALF_OF_DAY_WORDS = table<'am' | 'pm'>([
  ['am', 'am a.m. a.m a ص صباحا الصبح'],
  ['pm', 'pm p.m. p.m p م مساء المساء العصر الظهر'],
]);

/** Before an hour that stands alone: "at 10", «الساعة ١٠». */
export const AT_WORDS = table<true>([[true, 'at الساعة س']]);

/** Before a doctor's name. */
export const DOCTOR_WORDS = table<true>([[true, 'dr dr. doctor with د د. دكتور دكتورة الدكتور الدكتورة مع']]);

/** Fill words that carry nothing: "on tuesday", «يوم الثلاثاء», "for omar". */
export const FILL_WORDS = table<true>([[true, 'on for يوم في']]);
