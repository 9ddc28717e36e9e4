import { describe, expect, it } from 'vitest';

import type { Hours } from '$/backend';
import { timeAt, weekFrom } from '$/lib/dates';
import { isOnce, nextOn, WeekGrid } from './weekGrid.svelte';

const row = (over: Partial<Hours>): Hours => ({
  id: 'h',
  doctor_id: 'd',
  site_id: 's',
  audience: 'patient',
  weekday: 'sun',
  rrule: null,
  starts: '09:00',
  ends: '13:00',
  valid_from: null,
  valid_until: null,
  ...over,
});

function loaded(...rows: Partial<Hours>[]): WeekGrid {
  const grid = new WeekGrid();
  grid.load(rows.map(row));
  return grid;
}

describe('the week grid', () => {
  it('sends_back_what_it_was_given', () => {
    const grid = loaded({}, { audience: 'rep', weekday: null, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', valid_from: '2026-11-22' });
    expect(grid.dirty).toBe(false);
    expect(grid.toRequest('d')).toEqual({
      doctor_id: 'd',
      blocks: [
        { audience: 'patient', weekday: 'sun', rrule: null, starts: '09:00', ends: '13:00', valid_from: null, valid_until: null },
        {
          audience: 'rep',
          weekday: null,
          rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
          starts: '09:00',
          ends: '13:00',
          valid_from: '2026-11-22',
          valid_until: null,
        },
      ],
    });
  });

  it('a_drag_over_empty_time_makes_a_block_on_the_quarter_hour_whichever_way_it_went', () => {
    const grid = loaded();
    expect(grid.add('mon', 10 * 60 + 52, 9 * 60 + 8)).toMatchObject({ start: 9 * 60 + 15, end: 10 * 60 + 45, weekday: 'mon' });
    expect(grid.dirty).toBe(true);
  });

  it('a_click_makes_a_block_no_shorter_than_can_be_grasped', () => {
    const block = loaded().add('mon', 600, 600);
    expect(block.end - block.start).toBe(15);
  });

  it('a_block_keeps_its_length_and_stays_in_the_day', () => {
    const grid = loaded({});
    const { key } = grid.blocks[0]!;
    grid.moveTo(key, 'tue', 23 * 60);
    expect(grid.blocks[0]).toMatchObject({ weekday: 'tue', start: 20 * 60, end: 24 * 60 });
    grid.moveTo(key, 'tue', -90);
    expect(grid.blocks[0]).toMatchObject({ start: 0, end: 4 * 60 });
  });

  it('an_edge_never_passes_the_other', () => {
    const grid = loaded({});
    const { key } = grid.blocks[0]!;
    grid.resize(key, 'start', 15 * 60);
    expect(grid.blocks[0]).toMatchObject({ start: 12 * 60 + 45, end: 13 * 60 });
    grid.resize(key, 'end', 0);
    expect(grid.blocks[0]!.end).toBe(13 * 60);
  });

  it('goes_back_to_clean_when_the_change_is_taken_back', () => {
    const grid = loaded({});
    const { key } = grid.blocks[0]!;
    grid.nudge(key, 15);
    expect(grid.dirty).toBe(true);
    grid.nudge(key, -15);
    expect(grid.dirty).toBe(false);
  });

  it('moves_to_the_neighbouring_column_of_the_week_as_shown', () => {
    const grid = loaded({ weekday: 'sat' });
    const { key } = grid.blocks[0]!;
    const week = weekFrom('sat');
    grid.shiftDay(key, week, -1);
    expect(grid.blocks[0]!.weekday).toBe('sat');
    grid.shiftDay(key, week, 1);
    expect(grid.blocks[0]!.weekday).toBe('sun');
  });

  it('copying_a_day_replaces_the_others_and_leaves_dated_blocks_alone', () => {
    const grid = loaded(
      { weekday: 'sun' },
      { weekday: 'sun', starts: '14:00', ends: '16:00', audience: 'rep' },
      { weekday: 'mon', starts: '08:00', ends: '09:00' },
      { weekday: 'mon', starts: '18:00', ends: '19:00', valid_from: '2026-11-23', valid_until: '2026-11-23' },
    );
    grid.copyDay('sun', ['mon', 'tue', 'sun']);
    const spans = (weekday: 'mon' | 'tue' | 'sun') => grid.day(weekday).map((block) => `${timeAt(block.start)} ${block.audience}`);
    expect(spans('sun')).toEqual(['09:00 patient', '14:00 rep']);
    expect(spans('mon')).toEqual(['09:00 patient', '14:00 rep', '18:00 patient']);
    expect(spans('tue')).toEqual(['09:00 patient', '14:00 rep']);
    expect(new Set(grid.blocks.map((block) => block.key)).size).toBe(grid.blocks.length);
  });

  it('alternate_weeks_get_a_first_day_to_be_counted_from', () => {
    const grid = loaded({ weekday: 'sun' });
    const { key } = grid.blocks[0]!;
    grid.setRepeat(key, { every: 'weeks', weeks: 2 }, '2026-11-24');
    expect(grid.toBlocks()[0]).toMatchObject({ weekday: null, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', valid_from: '2026-11-29' });
  });

  it('one_date_takes_the_weekday_of_the_date', () => {
    const grid = loaded({ weekday: 'sun' });
    grid.setOnce(grid.blocks[0]!.key, '2026-12-01');
    expect(grid.toBlocks()[0]).toMatchObject({ weekday: 'tue', rrule: null, valid_from: '2026-12-01', valid_until: '2026-12-01' });
    expect(isOnce(grid.blocks[0]!)).toBe(true);
    expect(grid.weeklyMinutes('patient')).toBe(0);
  });

  it('overlapping_blocks_stand_side_by_side_and_touching_ones_do_not', () => {
    const grid = loaded(
      { starts: '09:00', ends: '13:00' },
      { starts: '10:00', ends: '12:00', audience: 'online' },
      { starts: '13:00', ends: '14:00', audience: 'rep' },
    );
    expect(grid.place('sun').map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 2],
      [1, 2],
      [0, 1],
    ]);
  });

  it('a_lane_is_used_again_once_it_is_free', () => {
    const grid = loaded(
      { starts: '09:00', ends: '12:00' },
      { starts: '09:00', ends: '10:00', audience: 'online' },
      { starts: '10:00', ends: '11:00', audience: 'rep' },
    );
    expect(grid.place('sun').map(({ block, lane, lanes }) => [block.audience, lane, lanes])).toEqual([
      ['online', 0, 2],
      ['patient', 1, 2],
      ['rep', 0, 2],
    ]);
  });

  it('shows_every_block_however_early_or_late', () => {
    expect(loaded().range).toEqual({ start: 480, end: 1200 });
    expect(loaded({ starts: '06:30', ends: '23:15' }).range).toEqual({ start: 360, end: 1440 });
  });

  it('a_new_block_comes_after_the_last_one_of_its_audience', () => {
    const grid = loaded({});
    expect(grid.addTo('sun')).toMatchObject({ start: 14 * 60, end: 18 * 60 });
    expect(grid.addTo('mon')).toMatchObject({ start: 9 * 60, end: 13 * 60 });
  });

  it('a_rule_without_a_column_is_listed_apart', () => {
    const grid = loaded({ weekday: null, rrule: 'FREQ=YEARLY;BYMONTH=9', valid_from: '2026-09-01' });
    expect(grid.loose).toHaveLength(1);
    expect(grid.dirty).toBe(false);
  });

  it('finds_the_next_day_with_a_weekday_from_today_on', () => {
    expect(nextOn('tue', '2026-11-24')).toBe('2026-11-24');
    expect(nextOn('mon', '2026-11-24')).toBe('2026-11-30');
  });
});
