import { beforeEach, describe, expect, it } from 'vitest';
import { busyDay, busyWeek, NOW_INSTANT, TODAY } from '../../../tests/fixtures/day';
import { FakeDesk } from '../../../tests/fixtures/fake-desk';
import { RefusalError } from '$/backend/backend';
import type { Verdict } from '$/backend/bindings';
import { addDays, startOfWeek } from '$/lib/dates';
import { Board } from './board.svelte';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const verdict = (ok: boolean): Verdict => ({
  ok,
  step: ok ? null : 4,
  code: ok ? 'ok' : 'booking.slot_taken',
  params: {},
  suggestions: [],
  warnings: [],
  steps: [],
  may_overbook: false,
});

let now: number;
let board: Board;
let desk: FakeDesk;
let day: ReturnType<typeof busyDay>;
/** A column of today. */
const of = (doctor: string) => ({ doctor, date: TODAY });
/** Lets answers arrive. */
const settle = () => new Promise((go) => setTimeout(go));

beforeEach(async () => {
  now = NOW_INSTANT;
  day = busyDay();
  desk = new FakeDesk({
    'agenda.day': ({ date }) => ({ ...day, date }),
    'agenda.week': ({ doctor_id, date }) => busyWeek(doctor_id, startOfWeek(date, 'sat')),
    'appointments.check': ({ start }) => verdict(start !== '12:00'),
    'appointments.move': ({ id, doctor_id, date, start }) => {
      const visit = day.appointments.find((each) => each.id === id)!;
      Object.assign(visit, { doctor_id, date, start });
      return { appointment: visit, warnings: [], operation_id: 'operation' };
    },
  });
  board = new Board(desk, { now: () => now });
  await board.open(TODAY);
});

describe('the day', () => {
  it('is read and laid out', () => {
    expect(board.load.kind).toBe('ready');
    expect(board.columns.map((column) => column.doctor.doctor_id)).toEqual(['salma', 'karim', 'hoda', 'tarek', 'nadine', 'mostafa']);
    const pair = board.columns[2]!.visits.filter((visit) => visit.place.lanes === 2).map((visit) => [visit.key, visit.place.lane]);
    expect(pair).toEqual([['dina', 0], ['hala', 1]]);
  });

  it('counts as shown once it is turned to, and no longer once another one is', async () => {
    const there = board.open('2026-11-25');
    expect([board.willShow('2026-11-25'), board.willShow(TODAY)]).toEqual([true, false]);
    const back = board.open(TODAY);
    expect([board.willShow('2026-11-25'), board.willShow(TODAY)]).toEqual([false, true]);
    await Promise.all([there, back]);
    expect(board.day?.date).toBe(TODAY);
    await board.turn('salma', TODAY);
    expect([board.willShow(addDays(TODAY, 1)), board.willShow(addDays(TODAY, 9))]).toEqual([true, false]);
    const on = board.turn('salma', addDays(TODAY, 9));
    expect(board.willShow(addDays(TODAY, 1))).toBe(false);
    await on;
  });

  it('stays on the screen while another one is read', async () => {
    const reading = board.open('2026-11-25');
    expect(board.day?.date).toBe(TODAY);
    await reading;
    expect(board.day?.date).toBe('2026-11-25');
    expect(board.now).toBeUndefined();
  });

  it('says that it could not be read, and keeps what was there', async () => {
    desk.answers['agenda.day'] = () => Promise.reject(new RefusalError({ code: 'desk.unreachable' }));
    await board.read();
    expect(board.load.kind).toBe('failed');
    expect(board.day?.date).toBe(TODAY);
  });

  it('goes on with the clock', () => {
    expect(board.now).toBe(at(10, 42));
    now += 3 * 60_000;
    board.tick();
    expect(board.now).toBe(at(10, 45));
    expect(board.minutesSince(NOW_INSTANT - 34 * 60_000)).toBe(37);
  });

  it('is read again after midnight', () => {
    now += 14 * 60 * 60_000;
    board.tick();
    expect(desk.inputs('agenda.day')).toHaveLength(2);
  });
});

describe('cursor and selection', () => {
  it('begins at now in the first column with hours', () => {
    expect(board.cursor).toMatchObject({ doctor: 'salma', minute: at(10, 20) });
  });

  it('selects what it comes to, and keeps the selection on free time', () => {
    board.putCursor(of('karim'), at(12, 30));
    board.moveCursor('later');
    expect(board.selected).toBeUndefined();
    board.moveCursor('earlier');
    expect(board.selectedVisit?.from).toBe(at(12, 30));
    board.moveCursor('later');
    expect(board.selectedVisit?.from).toBe(at(12, 30));
    expect(board.cursorStop?.visit).toBeUndefined();
  });

  it('forgets a selection that the day no longer has', async () => {
    board.select('hany');
    day.appointments = day.appointments.filter((visit) => visit.id !== 'hany');
    await board.read();
    expect(board.selected).toBeUndefined();
  });
});

describe('drawing a length', () => {
  it('begins with the usual length at the slot under the pointer', () => {
    board.beginDrawing(of('mostafa'), at(12, 20));
    expect(board.endDrawing()).toEqual({ ...of('mostafa'), from: at(12, 15), minutes: 15 });
    expect(board.status.kind).toBe('resting');
  });

  it('begins where an odd visit ends', () => {
    board.beginDrawing(of('salma'), at(12, 43));
    expect(board.endDrawing()).toMatchObject({ from: at(12, 40) });
  });

  it('follows the pointer in steps of five minutes, up and down', () => {
    board.beginDrawing(of('mostafa'), at(13));
    board.draw(at(13, 38));
    expect(board.status).toMatchObject({ from: at(13), until: at(13, 40) });
    board.draw(at(12, 31));
    expect(board.endDrawing()).toEqual({ ...of('mostafa'), from: at(12, 30), minutes: 30 });
  });
});

describe('taking a visit elsewhere', () => {
  it('is only for visits that are still to come', () => {
    const arrived = day.appointments.find((visit) => visit.patient_name === 'Amal Fouad')!;
    expect(board.beginMove(arrived.id, 'pointer')).toBe(false);
    expect(board.beginMove(day.rep_visits[0]!.id, 'pointer')).toBe(false);
    expect(board.beginMove('hany', 'pointer')).toBe(true);
  });

  it('asks the desk about each new place, and about none twice', async () => {
    board.beginMove('hany', 'pointer', 10);
    board.carry(of('karim'), at(11, 11));
    expect(board.status).toMatchObject({ asked: { kind: 'home' } });
    board.carry(of('mostafa'), at(14, 12));
    board.carry(of('mostafa'), at(14, 11));
    await settle();
    expect(desk.inputs('appointments.check')).toMatchObject([{ doctor_id: 'mostafa', start: '14:00', moving: 'hany', minutes: 30 }]);
    expect(board.status).toMatchObject({ asked: { kind: 'answered', verdict: { ok: true } } });
  });

  it('moves, reads the day again and keeps the visit selected', async () => {
    board.beginMove('hany', 'pointer');
    board.carry(of('karim'), at(16));
    await settle();
    expect(await board.putDown()).toMatchObject({ operation_id: 'operation' });
    expect(desk.inputs('appointments.move')).toEqual([{ id: 'hany', doctor_id: 'karim', date: TODAY, start: '16:00' }]);
    expect(board.selectedVisit?.from).toBe(at(16));
    expect(board.status.kind).toBe('resting');
  });

  it('snaps back with the reason where the desk said no, and sends nothing', async () => {
    board.beginMove('hany', 'pointer');
    board.carry(of('karim'), at(12));
    await settle();
    expect(await board.putDown()).toMatchObject({ code: 'booking.slot_taken' });
    expect(desk.inputs('appointments.move')).toHaveLength(0);
    expect(board.status.kind).toBe('resting');
  });

  it('sends nothing where it came from', async () => {
    board.beginMove('hany', 'pointer');
    board.carry(of('mostafa'), at(14));
    board.carry(of('karim'), at(11));
    expect(await board.putDown()).toBe('home');
    await settle();
    expect(desk.inputs('appointments.move')).toHaveLength(0);
  });

  it('rests again when the desk refuses only at the move', async () => {
    desk.answers['appointments.move'] = () => Promise.reject(new RefusalError({ code: 'booking.slot_taken' }));
    board.beginMove('hany', 'pointer');
    board.carry(of('karim'), at(16));
    await expect(board.putDown()).rejects.toThrow('booking.slot_taken');
    expect(board.status.kind).toBe('resting');
  });

  it('goes by keys: slots, doctors and days', async () => {
    board.beginMove('hany', 'keys');
    board.carryStep('later');
    expect(board.status).toMatchObject({ to: { doctor: 'karim', from: at(11, 15) } });
    board.carryStep('after');
    board.carryStep('earlier');
    expect(board.status).toMatchObject({ to: { doctor: 'hoda', from: at(11) } });
    await board.step(1);
    await settle();
    expect(desk.inputs('appointments.check').at(-1)).toMatchObject({ doctor_id: 'hoda', date: '2026-11-25', start: '11:00' });
    board.letGo();
    expect(board.status.kind).toBe('resting');
  });

  it('stays on the board at its ends', () => {
    board.beginMove('hany', 'keys');
    board.carryStep('last');
    expect(board.status).toMatchObject({ to: { from: at(16, 30) } });
    board.carryStep('later');
    expect(board.status).toMatchObject({ to: { from: at(16, 30) } });
    board.carry(of('karim'), at(3));
    expect(board.status).toMatchObject({ to: { from: at(9) } });
  });
});

describe('the week of a doctor', () => {
  beforeEach(() => board.turn('karim', TODAY));

  it('has a column for each day, with now in that of today', () => {
    expect(board.columns.map(({ date }) => date)).toEqual(Array.from({ length: 7 }, (_, day) => addDays('2026-11-21', day)));
    expect(board.columns.map(({ visits }) => visits.length)).toEqual([0, 0, 0, 14, 0, 0, 0]);
    expect(board.columns.filter(({ weekend }) => weekend).map(({ date }) => date)).toEqual(['2026-11-27']);
    expect(board.now).toBe(at(10, 42));
    expect(board.day).toBeUndefined();
    expect(board.isToday).toBe(false);
  });

  it('keeps the cursor and the selection of the day it came from', async () => {
    await board.turn(undefined, TODAY);
    board.select('hany');
    await board.turn('karim', TODAY);
    expect(board.selected).toBe('hany');
    expect(board.cursor).toMatchObject({ doctor: 'karim', date: TODAY, visit: 'hany' });
    board.moveCursor('after');
    expect(board.cursor).toMatchObject({ date: '2026-11-25', minute: at(11) });
    await board.turn(undefined, '2026-11-25');
    expect(board.cursor).toMatchObject({ doctor: 'karim', date: '2026-11-25' });
  });

  it('turns by weeks, and the cursor stays on its day of the week', async () => {
    board.putCursor({ doctor: 'karim', date: TODAY }, at(14, 30));
    await board.step(1);
    expect(board.columns[0]?.date).toBe('2026-11-28');
    expect(board.cursor).toMatchObject({ date: '2026-12-01', minute: at(14, 30) });
    expect(board.now).toBeUndefined();
    // Another doctor's week is another place on the same day.
    await board.turn('hoda', '2026-12-01');
    expect(board.cursor).toMatchObject({ doctor: 'hoda', date: '2026-12-01' });
  });

  it('draws a length on the day that was pressed', () => {
    board.beginDrawing({ doctor: 'karim', date: '2026-11-23' }, at(15, 2));
    expect(board.endDrawing()).toEqual({ doctor: 'karim', date: '2026-11-23', from: at(15), minutes: 15 });
  });

  it('takes a visit from day to day, and further with the pages', async () => {
    board.beginMove('hany', 'keys');
    board.carryStep('after');
    board.carryStep('later');
    await settle();
    expect(desk.inputs('appointments.check').at(-1)).toMatchObject({ date: '2026-11-25', start: '11:15', moving: 'hany' });
    await board.step(1);
    expect(board.status).toMatchObject({ to: { doctor: 'karim', date: '2026-12-02', from: at(11, 15) } });
    await settle();
    expect(await board.putDown()).toMatchObject({ operation_id: 'operation' });
    expect(desk.inputs('appointments.move')).toEqual([{ id: 'hany', doctor_id: 'karim', date: '2026-12-02', start: '11:15' }]);
  });

  it('is put down where the board turns to, also before that was read', async () => {
    board.beginMove('hany', 'keys');
    const turning = board.step(1);
    board.carryStep('later');
    expect(board.status).toMatchObject({ to: { date: '2026-12-01', from: at(11, 15) } });
    await turning;
    await settle();
    await board.putDown();
    expect(desk.inputs('appointments.move')).toMatchObject([{ date: '2026-12-01', start: '11:15' }]);
  });

  it('carries a visit over to a day of all doctors, and home is where it was', async () => {
    board.beginMove('hany', 'keys');
    await board.turn(undefined, '2026-11-26');
    expect(board.status).toMatchObject({ to: { doctor: 'karim', date: '2026-11-26', from: at(11) } });
    await board.turn(undefined, TODAY);
    expect(board.status).toMatchObject({ asked: { kind: 'home' } });
  });

  it('takes up a visit that stands elsewhere, to where the cursor is', async () => {
    const far = { ...day.appointments.find(({ id }) => id === 'hany')!, date: '2026-12-20' };
    board.putCursor({ doctor: 'karim', date: '2026-11-23' }, at(15));
    expect(board.takeUp(far)).toBe(true);
    expect(board.status).toMatchObject({ by: 'keys', to: { date: '2026-11-23', from: at(15) } });
    await settle();
    await board.putDown();
    expect(desk.inputs('appointments.move')).toEqual([{ id: 'hany', doctor_id: 'karim', date: '2026-11-23', start: '15:00' }]);
    expect(board.takeUp({ ...far, status: 'arrived' })).toBe(false);
  });
});

it('lays out twenty doctors with sixty visits each in time', async () => {
  const columns = Array.from({ length: 20 }, (_, index) => ({ ...day.columns[0]!, doctor_id: `d${index}` }));
  const template = day.appointments[0]!;
  day.columns = columns;
  day.appointments = columns.flatMap((column) =>
    Array.from({ length: 60 }, (_, index) => ({
      ...template,
      id: `${column.doctor_id}-${index}`,
      doctor_id: column.doctor_id,
      start: `${String(9 + Math.floor(index / 8)).padStart(2, '0')}:${String((index % 8) * 5 + 10).padStart(2, '0')}`,
      minutes: 10,
    })),
  );
  const begin = performance.now();
  await board.read();
  expect(board.columns.flatMap((column) => column.visits)).toHaveLength(1200);
  // An order of magnitude above what it takes here, so that only a change of the algorithm's order fails it.
  expect(performance.now() - begin).toBeLessThan(400);
});
