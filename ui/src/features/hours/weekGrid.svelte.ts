// The hours of one doctor while they are being edited: blocks in a week, moved by pointer or key, and sent as a whole.
// Knows no DOM and no backend; the screen turns pixels into minutes and the desk has the last word.

import type { Audience, Hours, HoursBlock, SetHours, Weekday } from '$/backend';
import { addDays, minutesOf, timeAt, weekdayOf } from '$/lib/dates';
import { needsFirstDay, readRecurrence, writeRecurrence, type Repeat } from './recurrence';

export const STEP_MINUTES = 15;
export const SHORTEST_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

export interface Block {
  /** Identity on this screen only. */
  readonly key: number;
  audience: Audience;
  /** Absent for a rule that stands in no column. */
  weekday: Weekday | null;
  repeat: Repeat;
  /** Minutes since midnight. */
  start: number;
  end: number;
  validFrom: string | null;
  validUntil: string | null;
}

/** A block with its place in a column: overlapping ones share the width. */
export interface Placed {
  block: Block;
  lane: number;
  lanes: number;
}

export type Edge = 'start' | 'end';

const snap = (minutes: number) => Math.round(minutes / STEP_MINUTES) * STEP_MINUTES;
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

export class WeekGrid {
  blocks = $state<Block[]>([]);
  selected = $state<number | null>(null);
  /** What a new block is for. */
  audience = $state<Audience>('patient');
  #saved = $state('[]');
  #nextKey = 1;

  readonly current = $derived(this.blocks.find((block) => block.key === this.selected) ?? null);
  readonly dirty = $derived(JSON.stringify(this.toBlocks()) !== this.#saved);
  /** Blocks whose rule stands in no column; they are listed below the grid. */
  readonly loose = $derived(this.blocks.filter((block) => block.weekday === null));

  load(hours: readonly Hours[]): void {
    this.resume(hours);
    this.markSaved();
  }

  /** Shows these blocks without taking them for saved. */
  resume(blocks: readonly (Hours | HoursBlock)[]): void {
    this.blocks = blocks.flatMap((row) =>
      readRecurrence({ weekday: row.weekday ?? null, rrule: row.rrule ?? null }).map(({ weekday, repeat }) => ({
        key: this.#nextKey++,
        audience: row.audience ?? 'patient',
        weekday,
        repeat,
        start: minutesOf(row.starts),
        end: minutesOf(row.ends),
        validFrom: row.valid_from ?? null,
        validUntil: row.valid_until ?? null,
      })),
    );
    this.selected = null;
  }

  /** What is on the screen now is what the desk has. */
  markSaved(): void {
    this.#saved = JSON.stringify(this.toBlocks());
  }

  add(weekday: Weekday, start: number, end: number, audience: Audience = this.audience): Block {
    const from = clamp(snap(Math.min(start, end)), 0, DAY_MINUTES - SHORTEST_MINUTES);
    const until = clamp(snap(Math.max(start, end)), from + SHORTEST_MINUTES, DAY_MINUTES);
    const block: Block = {
      key: this.#nextKey++,
      audience,
      weekday,
      repeat: { every: 'week' },
      start: from,
      end: until,
      validFrom: null,
      validUntil: null,
    };
    this.blocks.push(block);
    this.selected = block.key;
    return block;
  }

  /** A block where the day has room for this audience: the morning, else after its last block. */
  addTo(weekday: Weekday): Block {
    const taken = this.day(weekday).filter((block) => block.audience === this.audience);
    const last = taken.reduce((latest, block) => Math.max(latest, block.end), 0);
    const start = taken.length === 0 ? 9 * 60 : Math.min(last + 60, DAY_MINUTES - 60);
    return this.add(weekday, start, Math.min(start + 4 * 60, DAY_MINUTES));
  }

  remove(key: number): void {
    this.blocks = this.blocks.filter((block) => block.key !== key);
    if (this.selected === key) this.selected = null;
  }

  /** Moves the whole block, keeping its length; it never leaves the day. */
  moveTo(key: number, weekday: Weekday, start: number): void {
    this.#change(key, (block) => {
      const length = block.end - block.start;
      block.start = clamp(snap(start), 0, DAY_MINUTES - length);
      block.end = block.start + length;
      block.weekday = weekday;
    });
  }

  resize(key: number, edge: Edge, minutes: number): void {
    this.#change(key, (block) => {
      if (edge === 'start') block.start = clamp(snap(minutes), 0, block.end - SHORTEST_MINUTES);
      else block.end = clamp(snap(minutes), block.start + SHORTEST_MINUTES, DAY_MINUTES);
    });
  }

  /** To the minute, as typed. A time beyond the other end is left standing for the desk to refuse: correcting it here would guess. */
  resizeTo(key: number, edge: Edge, minutes: number): void {
    this.#change(key, (block) => {
      block[edge] = minutes;
    });
  }

  nudge(key: number, minutes: number): void {
    const block = this.blocks.find((each) => each.key === key);
    if (block?.weekday) this.moveTo(key, block.weekday, block.start + minutes);
  }

  /** Into the neighbouring column of the week as shown. */
  shiftDay(key: number, week: readonly Weekday[], by: 1 | -1): void {
    this.#change(key, (block) => {
      if (!block.weekday) return;
      block.weekday = week[clamp(week.indexOf(block.weekday) + by, 0, week.length - 1)]!;
    });
  }

  setRepeat(key: number, repeat: Repeat, today: string): void {
    this.#change(key, (block) => {
      block.repeat = repeat;
      if (needsFirstDay(repeat)) block.validFrom ??= nextOn(block.weekday, today);
    });
  }

  /** On one date only: that date's weekday, valid from it until it. */
  setOnce(key: number, date: string): void {
    this.#change(key, (block) => {
      block.repeat = { every: 'week' };
      block.weekday = weekdayOf(date);
      block.validFrom = date;
      block.validUntil = date;
    });
  }

  /** The blocks of one day replace those of the others. Blocks for one date or term are not copied: they belong to their dates. */
  copyDay(from: Weekday, to: readonly Weekday[]): void {
    const lasting = (block: Block) => block.validFrom === null && block.validUntil === null && block.repeat.every === 'week';
    const source = this.day(from).filter(lasting);
    const targets = new Set(to.filter((day) => day !== from));
    const kept = this.blocks.filter((block) => !(block.weekday && targets.has(block.weekday) && lasting(block)));
    const copies = [...targets].flatMap((weekday) => source.map((block) => ({ ...block, key: this.#nextKey++, weekday })));
    this.blocks = [...kept, ...copies];
    if (!this.blocks.some((block) => block.key === this.selected)) this.selected = null;
  }

  day(weekday: Weekday): Block[] {
    return this.blocks.filter((block) => block.weekday === weekday).sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** The blocks of a day, side by side where they overlap. */
  place(weekday: Weekday): Placed[] {
    const placed: Placed[] = [];
    let group: Placed[] = [];
    let groupEnd = 0;
    const laneEnds: number[] = [];
    const close = () => {
      for (const each of group) each.lanes = laneEnds.length;
      group = [];
      laneEnds.length = 0;
    };
    for (const block of this.day(weekday)) {
      if (group.length > 0 && block.start >= groupEnd) close();
      const free = laneEnds.findIndex((end) => end <= block.start);
      const lane = free === -1 ? laneEnds.length : free;
      laneEnds[lane] = block.end;
      groupEnd = Math.max(group.length === 0 ? 0 : groupEnd, block.end);
      const each = { block, lane, lanes: 1 };
      group.push(each);
      placed.push(each);
    }
    close();
    return placed;
  }

  /** Minutes that come back every week for an audience. */
  weeklyMinutes(audience: Audience): number {
    const comesBack = (block: Block) => block.repeat.every === 'week' && !isOnce(block);
    return this.blocks
      .filter((block) => block.audience === audience && comesBack(block))
      .reduce((sum, block) => sum + block.end - block.start, 0);
  }

  /** The hours of the day the grid shows: every block with an hour of air, and at least the usual working day. */
  readonly range = $derived.by(() => {
    const first = Math.min(8 * 60, ...this.blocks.map((block) => block.start));
    const last = Math.max(20 * 60, ...this.blocks.map((block) => block.end));
    return { start: Math.floor(first / 60) * 60, end: Math.ceil(last / 60) * 60 };
  });

  toBlocks(): HoursBlock[] {
    return this.blocks.map((block) => ({
      audience: block.audience,
      ...writeRecurrence(block),
      starts: timeAt(block.start),
      ends: timeAt(block.end),
      valid_from: block.validFrom,
      valid_until: block.validUntil,
    }));
  }

  toRequest(doctorId: string): SetHours {
    return { doctor_id: doctorId, blocks: this.toBlocks() };
  }

  /** The block that a field error `blocks[3].ends` of the desk is about. */
  blockAt(index: number): Block | undefined {
    return this.blocks[index];
  }

  #change(key: number, change: (block: Block) => void): void {
    const block = this.blocks.find((each) => each.key === key);
    if (block) change(block);
  }
}

/** On one date only. */
export function isOnce(block: Block): boolean {
  return block.validFrom !== null && block.validFrom === block.validUntil;
}

/** Today or the next day with this weekday. */
export function nextOn(weekday: Weekday | null, today: string): string {
  if (!weekday) return today;
  const week = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(today, days));
  return week.find((date) => weekdayOf(date) === weekday) ?? today;
}
