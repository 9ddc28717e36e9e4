// Each matter of the inbox as a heading, a line for the list and a sentence.

import type { AttentionItem, AttentionVisit, FreeTime, HeldBack, WallDate, WorklistShort } from '$/backend';
import { nameOfDoctor } from '$/app/doctor-names.svelte';
import { doctorName } from '$/app/names';
import { fieldWords, kindWords, tableWords } from '$/lib/record-words';
import { addDays } from '$/lib/dates';
import { dateShort, time } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { attention } from '$messages/attention';

export function doctorOf(visit: AttentionVisit): string {
  return nameOfDoctor(visit.doctor_id, visit.doctor_name);
}

/** `Desk C (front-pc)` */
export function deskOf({ desk_letter, desk_name }: HeldBack): string {
  const desk = attention.ofDesk({ letter: desk_letter });
  return desk_name === '' ? desk : `${desk} (${isolate(desk_name)})`;
}

/** A rep goes by the company first, as on the board. */
export function personOf(visit: AttentionVisit): string {
  return visit.company ?? visit.name;
}

function aboutOf(item: AttentionItem): string {
  return isolate(item.visit ? personOf(item.visit) : (item.about ?? attention.unknown));
}

/** `Tue 24 Nov 12:15` */
export function whenOf({ date, start }: Pick<AttentionVisit, 'date' | 'start'>): string {
  return `${dateShort(date)} ${time(start)}`;
}

/** `11:45` on the same day, `tomorrow 09:30`, `Tue 24 Nov 09:30`. */
export function freeWords({ date, start }: FreeTime, from: WallDate, today: WallDate): string {
  if (date === from) return time(start);
  if (date === addDays(today, 1)) return `${attention.tomorrow} ${time(start)}`;
  return whenOf({ date, start });
}

/** What it is about, for the list: whom, and when. */
export function lineOf(item: AttentionItem): string {
  const { visit, other } = item;
  if (item.kind === 'clash' && visit && other) {
    return attention.with({ a: isolate(personOf(other)), b: isolate(personOf(visit)) });
  }
  if (visit) return `${isolate(personOf(visit))} · ${whenOf(visit)}`;
  if (item.held) return attention.heldLine({ count: item.held.count, desk: deskOf(item.held) });
  if (item.operation_kind) return kindWords(item.operation_kind);
  return aboutOf(item);
}

/** Somebody of the wait list to whom two desks gave a visit. */
export function isTwice({ table, visit, other }: AttentionItem): boolean {
  return table === 'wait_list' && visit !== null && other !== null;
}

/** What kind of matter it is, in a word or two. */
export function kindOf({ kind, table }: AttentionItem): string {
  return (kind === 'over_cap' ? attention.excess[table] : undefined) ?? attention.kinds[kind] ?? '';
}

export function titleOf(item: AttentionItem): string {
  const { visit } = item;
  const what = tableWords(item.table);
  const about = aboutOf(item);
  switch (item.kind) {
    case 'clash':
      return visit ? attention.clashTitle({ when: whenOf(visit), doctor: isolate(doctorOf(visit)) }) : (attention.kinds[item.kind] ?? '');
    case 'over_cap':
      if (visit) return attention.overCapTitle({ day: dateShort(visit.date), doctor: isolate(doctorOf(visit)) });
      return item.table in attention.excess ? attention.excessTitle({ what: kindOf(item), about }) : kindOf(item);
    case 'edited_twice':
      return isTwice(item) ? attention.twiceTitle({ about }) : attention.editedTitle({ what, about });
    case 'cancelled_and_changed':
      return attention.cancelledTitle({ what, about });
    case 'duplicate':
      return item.duplicate
        ? attention.duplicateTitle({ what: fieldWords(item.table, item.duplicate.field), value: isolate(item.duplicate.value) })
        : (attention.kinds[item.kind] ?? '');
    case 'rejected':
      return attention.rejectedTitle({ what: kindWords(item.operation_kind ?? '') });
    case 'quarantined':
      return item.held
        ? attention.heldTitle({ desk: deskOf(item.held) })
        : attention.quarantinedTitle({ what: kindWords(item.operation_kind ?? '') });
  }
}

export function sentenceOf(item: AttentionItem): string {
  const { visit, other, duplicate } = item;
  switch (item.kind) {
    case 'clash':
      return visit?.holds_time && other
        ? attention.clashText({ holder: isolate(personOf(other)), second: isolate(personOf(visit)) })
        : attention.goneText;
    case 'over_cap':
      if (item.table === 'lot') return item.missing === null ? '' : attention.missingText({ missing: item.missing });
      if (item.table === 'prescription_item' && item.cap !== null && item.booked !== null) return attention.tooMuchText({ asked: item.cap, given: item.booked });
      return item.cap !== null && item.booked !== null ? attention.overCapText({ cap: item.cap, booked: item.booked }) : '';
    case 'edited_twice':
      return isTwice(item) ? attention.twiceText : attention.editedText;
    case 'cancelled_and_changed':
      return attention.cancelledText;
    case 'duplicate': {
      if (!duplicate) return '';
      const who = attention.duplicateText({ about: aboutOf(item), holder: isolate(duplicate.holder ?? attention.unknown) });
      const instead = duplicate.instead === null ? attention.duplicateEmptied : attention.duplicateInstead({ instead: isolate(duplicate.instead) });
      return `${who} ${instead}`;
    }
    case 'rejected':
      return (item.why !== null ? attention.whys[item.why] : undefined) ?? attention.whyUnknown;
    case 'quarantined':
      return attention.quarantinedText;
  }
}

/** A worklist in one line: its days, and whose they are. */
export function worklistLine({ first_date, last_date, doctors }: WorklistShort): string {
  const days =
    first_date === last_date ? dateShort(first_date) : attention.worklistDays({ first: dateShort(first_date), last: dateShort(last_date) });
  return [days, ...doctors.slice(0, 2).map((doctor) => isolate(doctorName(doctor)))].join(' · ');
}
