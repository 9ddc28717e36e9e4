import { describe, expect, it } from 'vitest';
import { busyDay, closure, doctorDay } from '../../../tests/fixtures/day';
import { minuteAt, visibleRange } from './geometry';
import { laneOut } from './lanes';
import { groundAt, isLunch, regionsOf, wholeDayClosure } from './regions';
import { boardVisits } from './visits';
import type { Day } from '$/backend/bindings';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const RANGE = { from: at(9), until: at(17) };

describe('the visible range', () => {
  it('is the whole hours around hours and visits', () => {
    expect(visibleRange(busyDay())).toEqual(RANGE);
  });

  it('grows for a visit outside all hours', () => {
    const day = busyDay();
    day.appointments.push({ ...day.appointments[0]!, start: '19:50', minutes: 20 });
    expect(visibleRange(day)).toEqual({ from: at(9), until: at(21) });
  });

  it('is never shorter than eight hours, also at the end of the day', () => {
    const evening: Day = { ...busyDay(), columns: [], rep_visits: [] };
    evening.appointments = [{ ...busyDay().appointments[0]!, start: '22:30', minutes: 90 }];
    expect(visibleRange(evening)).toEqual({ from: at(16), until: at(24) });
  });

  it('of an empty day is the usual one', () => {
    expect(visibleRange({ ...busyDay(), columns: [], appointments: [], rep_visits: [] })).toEqual(RANGE);
  });
});

it('finds the minute under a pointer whatever the zoom', () => {
  expect(minuteAt({ offset: 153.6, height: 768 }, RANGE)).toBeCloseTo(at(10, 36));
  expect(minuteAt({ offset: 307.2, height: 1536 }, RANGE)).toBeCloseTo(at(10, 36));
  expect(minuteAt({ offset: -40, height: 768 }, RANGE)).toBe(at(9));
  expect(minuteAt({ offset: 9000, height: 768 }, RANGE)).toBe(at(17));
});

describe('the looks of visits', () => {
  const looks = new Map(boardVisits(busyDay()).map((visit) => [visit.key, visit.look]));

  it('tells a clash with a rep on both sides too', () => {
    const day = busyDay();
    const [rep] = day.rep_visits;
    const [met] = day.appointments;
    const second = { ...day, appointments: [{ ...met!, status: 'scheduled' as const, clash_with: rep!.id }] };
    expect(new Map(boardVisits(second).map((visit) => [visit.key, visit.look])).get(rep!.id)).toBe('holder');
    const first = { ...day, appointments: [{ ...met!, status: 'scheduled' as const, clash_with: null }], rep_visits: [{ ...rep!, clash_with: met!.id }] };
    const looks = new Map(boardVisits(first).map((visit) => [visit.key, visit.look]));
    expect([looks.get(rep!.id), looks.get(met!.id)]).toEqual(['clash', 'holder']);
  });

  it('tells both sides of a clash', () => {
    expect(looks.get('sara')).toBe('clash');
    expect(looks.get('adel')).toBe('holder');
  });

  it('marks what was booked over a refusal', () => {
    expect(looks.get('hala')).toBe('overbooked');
    const day = busyDay();
    const [rep] = day.rep_visits;
    const [left] = boardVisits({ ...day, appointments: [], rep_visits: [{ ...rep!, overbook_reason: 'They meet at the conference' }] });
    expect(left).toMatchObject({ look: 'rep', over: true });
  });

  it.each(['arrived', 'in_consultation', 'completed'] as const)('keeps the mark of what was booked over a refusal once it is %s', (status) => {
    const day = busyDay();
    const appointments = day.appointments.map((each) => (each.id === 'hala' ? { ...each, status } : each));
    const visits = boardVisits({ ...day, appointments }).filter((visit) => visit.kind === 'patient');
    expect(visits.find(({ key }) => key === 'hala')).toMatchObject({ look: status, over: true });
    expect(visits.filter(({ over }) => over)).toHaveLength(1);
  });

  it('leaves out what was called off', () => {
    const names = boardVisits(busyDay()).map((visit) => (visit.kind === 'patient' ? visit.appointment.patient_name : visit.visit.rep_name));
    expect(names).not.toContain('Nobody Comes');
    expect(names).not.toContain('Declined Rep');
    expect(names).toContain('Rania Helmy');
  });
});

describe('lanes', () => {
  const lanesOf = (...intervals: [string, number, number][]) =>
    Object.fromEntries([...laneOut(intervals.map(([key, from, until]) => ({ key, from, until })))].map(([key, { lane, lanes }]) => [key, `${lane}/${lanes}`]));

  it('touching visits keep the whole column', () => {
    expect(lanesOf(['a', 0, 15], ['b', 15, 30])).toEqual({ a: '0/1', b: '0/1' });
  });

  it('two at once share it', () => {
    expect(lanesOf(['a', 0, 45], ['b', 0, 45], ['c', 45, 60])).toEqual({ a: '0/2', b: '1/2', c: '0/1' });
  });

  it('a chain reuses a lane that is free again', () => {
    expect(lanesOf(['a', 0, 30], ['b', 20, 60], ['c', 40, 50])).toEqual({ a: '0/2', b: '1/2', c: '0/2' });
  });

  it('the holder stands first', () => {
    const lanes = laneOut([{ key: 'over', from: 0, until: 30 }, { key: 'holder', from: 0, until: 30 }], (visit) => visit.key === 'holder');
    expect(lanes.get('holder')?.lane).toBe(0);
    expect(lanes.get('over')?.lane).toBe(1);
  });

  it('never draws two visits over each other, whatever overlaps', () => {
    for (let seed = 1; seed < 300; seed += 1) {
      let state = seed;
      const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
      const visits = Array.from({ length: 12 }, (_, index) => {
        const from = random(40) * 5;
        return { key: String(index), from, until: from + 5 + random(10) * 5 };
      });
      const lanes = laneOut(visits);
      for (const a of visits) {
        for (const b of visits) {
          if (a === b || a.until <= b.from || b.until <= a.from) continue;
          expect(lanes.get(a.key)?.lanes).toBe(lanes.get(b.key)?.lanes);
          expect(lanes.get(a.key)?.lane).not.toBe(lanes.get(b.key)?.lane);
        }
      }
    }
  });
});

describe('the ground of a column', () => {
  const day = busyDay();
  const regions = (doctor: string) => regionsOf(day.columns.find((column) => column.doctor_id === doctor)!, RANGE);
  const shape = (doctor: string) => regions(doctor).map(({ kind, from, until }) => [kind, from, until]);

  it('puts the break between two blocks, also before rep hours', () => {
    expect(shape('karim')).toEqual([
      ['open', at(10), at(13)],
      ['rep', at(13, 30), at(14)],
      ['open', at(14), at(17)],
      ['break', at(13), at(13, 30)],
    ]);
  });

  it('puts the break before a closed part too', () => {
    expect(shape('mostafa')).toEqual([
      ['open', at(9), at(13)],
      ['break', at(13), at(14)],
      ['closed', at(14), at(17)],
    ]);
  });

  it('covers a closed day from end to end', () => {
    expect(shape('tarek')).toEqual([['closed', at(9), at(17)]]);
    expect(wholeDayClosure(day.columns[3]!)?.reason).toBe('conference');
  });

  it('does not call a long gap a break', () => {
    const column = doctorDay('x', 'X', 'س', ['', ''], {
      open: [
        { audience: 'patient', start: '09:00', end: '11:00' },
        { audience: 'patient', start: '17:00', end: '20:00' },
      ],
    });
    expect(regionsOf(column, { from: at(9), until: at(20) }).some((region) => region.kind === 'break')).toBe(false);
  });

  it('calls a break lunch only around noon', () => {
    expect(isLunch({ kind: 'break', from: at(13), until: at(14) })).toBe(true);
    expect(isLunch({ kind: 'break', from: at(18), until: at(18, 30) })).toBe(false);
  });

  it('does not draw an extra opening as a closure', () => {
    const column = doctorDay('x', 'X', 'س', ['', ''], { closures: [closure('x', 'extra', { effect: 'opened' })] });
    expect(regionsOf(column, RANGE).some((region) => region.kind === 'closed')).toBe(false);
  });

  it('says what a minute lies in', () => {
    expect(groundAt(regions('karim'), at(9, 30))).toBe('shut');
    expect(groundAt(regions('karim'), at(10))).toBe('open');
    expect(groundAt(regions('karim'), at(13))).toBe('break');
    expect(groundAt(regions('karim'), at(13, 45))).toBe('rep');
    expect(groundAt(regions('mostafa'), at(15))).toBe('closed');
  });
});
