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
  [60, 'h hr hrs hour hours ساعة ساعات'],
]);

/** A length without a number. */
export const SPOKEN_LENGTHS: ReadonlyArray<readonly [readonly string[], number]> = [
  ...spoken(15, 'ربع ساعة', 'quarter hour', 'quarter of an hour', 'a quarter of an hour'),
  ...spoken(20, 'ثلث ساعة', 'تلت ساعة'),
  ...spoken(30, 'نصف ساعة', 'نص ساعة', 'half hour', 'half an hour', 'half a hour'),
  ...spoken(45, 'ساعة إلا ربع', 'three quarters of an hour'),
  ...spoken(60, 'an hour', 'one hour'),
  ...spoken(75, 'ساعة وربع'),
  ...spoken(90, 'ساعة ونص', 'ساعة ونصف', 'an hour and a half'),
  ...spoken(120, 'ساعتين', 'ساعتان', 'two hours'),
];

function spoken(minutes: number, ...said: string[]): (readonly [string[], number])[] {
  return said.map((words) => [words.split(' ').map(fold), minutes]);
}

/** One hour, where it stands without a number before or behind: «ساعة». */
export const HOUR_ALONE = fold('ساعة');

/** Around noon the hour itself says which half it is: «١١ الظهر» comes before twelve. */
export type HalfOfDay = 'am' | 'pm' | 'noon';

export const HALF_OF_DAY_WORDS = table<HalfOfDay>([
  ['am', 'am a.m. a.m a morning ص صباحا الصبح الفجر'],
  ['pm', 'pm p.m. p.m p afternoon evening م مساء المساء العصر عصرا المغرب بالليل ليلا'],
  ['noon', 'noon الظهر الضهر ظهرا'],
]);

/** Twelve o’clock. */
export const NOON_WORDS = table<true>([[true, 'noon midday']]);

/** What is added to the hour before it: «١٠ ونص», «١٠ إلا ربع». */
export const PAST_WORDS: ReadonlyArray<readonly [readonly string[], number]> = [
  ...spoken(30, 'ونصف', 'ونص', 'و نص', 'و نصف'),
  ...spoken(15, 'وربع', 'و ربع'),
  ...spoken(20, 'وثلث', 'وتلت', 'و تلت'),
  ...spoken(5, 'وخمسة'),
  ...spoken(10, 'وعشرة'),
  ...spoken(-15, 'إلا ربع'),
  ...spoken(-20, 'إلا ثلث', 'إلا تلت'),
  ...spoken(-5, 'إلا خمسة'),
  ...spoken(-10, 'إلا عشرة'),
];

/** The same before the hour: "half past 10", "quarter to 11". */
export const BEFORE_WORDS: ReadonlyArray<readonly [readonly string[], number]> = [
  ...spoken(30, 'half past'),
  ...spoken(15, 'quarter past', 'a quarter past'),
  ...spoken(-15, 'quarter to', 'a quarter to'),
  ...spoken(10, 'ten past'),
  ...spoken(20, 'twenty past'),
  ...spoken(-10, 'ten to'),
  ...spoken(-20, 'twenty to'),
];

/** Hours as words, after a word that says that an hour follows. */
export const HOUR_WORDS = table<number>([
  [1, 'one واحدة'],
  [2, 'two اثنين اتنين'],
  [3, 'three ثلاثة تلاتة'],
  [4, 'four أربعة'],
  [5, 'five خمسة'],
  [6, 'six ستة'],
  [7, 'seven سبعة'],
  [8, 'eight ثمانية تمانية'],
  [9, 'nine تسعة'],
  [10, 'ten عشرة'],
  [11, 'eleven حداشر'],
  [12, 'twelve اتناشر'],
]);

/** Between the two ends of a stretch of time: "10 to 11", «من ١٠ إلى ١١». */
export const RANGE_WORDS = table<true>([[true, '- – to till until إلى لحد حتى ل']]);
export const FROM_WORDS = table<true>([[true, 'from between من']]);

/** Before an hour that stands alone: "at 10", «الساعة ١٠». */
export const AT_WORDS = table<true>([[true, 'at الساعة س']]);

/** Before a doctor's name. */
export const DOCTOR_WORDS = table<true>([[true, 'dr dr. doctor with د د. دكتور دكتورة الدكتور الدكتورة مع عند']]);

/** Fill words that carry nothing: "on tuesday", «يوم الثلاثاء», "for 20 min". */
export const FILL_WORDS = table<true>([[true, 'on for in يوم في لمدة']]);

/** Before the patient: "for omar", «للمريض عمر». */
export const PATIENT_WORDS = table<true>([[true, 'for patient للمريض للمريضة']]);
