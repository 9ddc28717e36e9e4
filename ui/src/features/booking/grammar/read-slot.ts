/**
 * The slot grammar: one line such as "tue 10:30 20m ahmad" or «الثلاثاء ١٠:٣٠ أحمد» says when, how long, with whom and for
 * whom, in any order. What is understood is echoed as chips; every word that is none of these belongs to the patient.
 *
 * Reading never fails: a word that fits nothing is part of the patient's name.
 */
import type { DoctorId, WallDate } from '$/backend/bindings';
import { fold } from '$/lib/fold';
import type { Minute } from '$/lib/minute';
import { readDay } from './read-day';
import { readLength, readStretch, readTime } from './read-time';
import { DOCTOR_WORDS, FILL_WORDS, PATIENT_WORDS } from './words';

export interface SlotReading {
  date?: WallDate;
  start?: Minute;
  minutes?: number;
  doctor?: DoctorId;
  /** What remains, as typed: the text to find the patient by. */
  patient: string;
}

export interface GrammarDoctor {
  id: DoctorId;
  /** The name in every script it is written in. */
  names: readonly string[];
}

export interface GrammarContext {
  today: WallDate;
  doctors: readonly GrammarDoctor[];
}

export function readSlot(text: string, context: GrammarContext): SlotReading {
  const typed = text.split(/[\s،,]+/u).filter((word) => word !== '');
  const words = typed.map(fold);
  const reading: SlotReading = { patient: '' };
  const rest: string[] = [];
  let filler: string[] = [];

  for (let at = 0; at < words.length; ) {
    const taken = takeNext(reading, words.slice(at), context);
    if (taken > 0) {
      filler = [];
      at += taken;
      continue;
    }
    // What leads up to the patient is no part of the name, as long as a name follows.
    if (rest.length === 0 && PATIENT_WORDS.has(words[at] ?? '') && at + 1 < words.length) {
      at += 1;
      continue;
    }
    // A fill word only falls away before something understood; otherwise it is part of a name.
    if (FILL_WORDS.has(words[at] ?? '')) filler.push(typed[at] ?? '');
    else {
      rest.push(...filler, (typed[at] ?? '').replace(/^#/, ''));
      filler = [];
    }
    at += 1;
  }
  reading.patient = rest.join(' ');
  return reading;
}

/** Takes the first thing understood into the reading and says how many words it took. Each is taken once. */
function takeNext(reading: SlotReading, words: readonly string[], context: GrammarContext): number {
  if (reading.date === undefined) {
    const day = readDay(words, context.today);
    if (day) {
      reading.date = day.value;
      return day.words;
    }
  }
  if (reading.start === undefined && reading.minutes === undefined) {
    const stretch = readStretch(words);
    if (stretch) {
      [reading.start, reading.minutes] = [stretch.value.start, stretch.value.minutes];
      return stretch.words;
    }
  }
  if (reading.minutes === undefined) {
    const length = readLength(words);
    if (length) {
      reading.minutes = length.value;
      return length.words;
    }
  }
  if (reading.doctor === undefined) {
    const doctor = readDoctor(words, context.doctors);
    if (doctor) {
      reading.doctor = doctor.id;
      return doctor.words;
    }
  }
  if (reading.start === undefined) {
    const time = readTime(words);
    if (time) {
      reading.start = time.value;
      return time.words;
    }
  }
  return 0;
}

/** `dr karim`, `@karim`, «د. كريم», «د.كريم»: the marker, then as many words as still fit one doctor's name. */
function readDoctor(words: readonly string[], doctors: readonly GrammarDoctor[]): { id: DoctorId; words: number } | undefined {
  const [first = ''] = words;
  // «مع د. كريم»: two words that say the same.
  if (DOCTOR_WORDS.has(first) && (DOCTOR_WORDS.has(words[1] ?? '') || /^د\./u.test(words[1] ?? ''))) {
    const doctor = readDoctor(words.slice(1), doctors);
    return doctor && { id: doctor.id, words: doctor.words + 1 };
  }
  const glued = /^(?:@|(?:dr|د)\.)(.+)$/u.exec(first);
  if (!glued && !DOCTOR_WORDS.has(first)) return undefined;
  const asked = glued ? [glued[1] ?? '', ...words.slice(1)] : words.slice(1);

  let candidates = doctors.map((doctor) => ({ id: doctor.id, words: doctor.names.flatMap((name) => fold(name).split(/[\s-]+/)) }));
  let count = 0;
  for (const word of asked) {
    const fitting = candidates.filter((doctor) => doctor.words.some((part) => part.startsWith(word)));
    if (fitting.length === 0) break;
    candidates = fitting;
    count += 1;
  }
  const [best] = candidates;
  return count > 0 && best ? { id: best.id, words: count + (glued ? 0 : 1) } : undefined;
}
