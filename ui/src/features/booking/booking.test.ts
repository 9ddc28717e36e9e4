import { beforeEach, describe, expect, it, vi } from 'vitest';
import { appointment, busyDay, TODAY } from '../../../tests/fixtures/day';
import { FakeDesk } from '../../../tests/fixtures/fake-desk';
import { patient, PATIENTS } from '../../../tests/fixtures/patients';
import { RefusalError } from '$/backend/backend';
import type { FreeTime, Verdict } from '$/backend/bindings';
import { Booking } from './booking.svelte';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const free = (start: string, date = TODAY, doctor_id = 'salma'): FreeTime => ({ doctor_id, date, start, minutes: 15 });
const FITS: Verdict = { ok: true, step: null, code: 'ok', params: {}, suggestions: [], warnings: [], steps: [], may_overbook: true };
const REFUSED: Verdict = { ...FITS, ok: false, step: 3, code: 'booking.outside_hours', suggestions: [free('12:40'), free('14:00'), free('09:15', '2026-11-25')] };

let desk: FakeDesk;
let booking: Booking;
const booked = vi.fn();
const failed = vi.fn();

beforeEach(() => {
  booked.mockClear();
  failed.mockClear();
  desk = new FakeDesk({
    'agenda.day': ({ date }) => ({ ...busyDay(), date }),
    'patients.search': ({ text }) => ({ patients: PATIENTS.filter((hit) => hit.full_name.toLowerCase().includes(text.toLowerCase())) }),
    'patients.duplicates': () => ({ duplicates: [] }),
    'patients.register': ({ full_name, phones }) => ({ patient: patient('9', full_name, phones as string[]), operation_id: 'registered' }),
    'appointments.next_free': () => ({ free_times: [free('10:45'), free('11:45'), free('12:40')] }),
    'appointments.check': ({ start }) => (start === '12:50' ? REFUSED : FITS),
    'appointments.book': ({ doctor_id, start, minutes }) => ({ appointment: appointment(doctor_id, start, minutes, 'Omar'), warnings: [], operation_id: 'operation' }),
    'drafts.save': () => ({ done: true }),
    'drafts.discard': () => ({ done: true }),
    'drafts.list': () => ({ drafts: [] }),
  });
  booking = new Booking(desk, { booked, bookedSeries: vi.fn(), failed });
});

async function type(text: string) {
  for (let length = 1; length <= text.length; length += 1) booking.write(text.slice(0, length));
  await booking.settled();
}

describe('a known patient into the next free time', () => {
  it('takes the name and Enter twice', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    await type('oma');
    await booking.enter();
    expect(booking.finder.picked?.full_name).toBe('Omar Hesham Abdelaziz');
    await booking.enter();
    expect(desk.inputs('appointments.book')).toMatchObject([{ patient_id: '1', doctor_id: 'salma', date: TODAY, start: '10:45', minutes: 15 }]);
    expect(booked).toHaveBeenCalledOnce();
    expect(booking.isOpen).toBe(false);
  });

  it('asks for times from afar and books one, once it is to be online', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    await type('oma');
    await booking.enter();
    booking.holdOnline(true);
    await booking.settled();
    expect(desk.inputs('appointments.next_free').at(-1)).toMatchObject({ kind: 'online' });
    await booking.enter();
    expect(desk.inputs('appointments.book')).toMatchObject([{ patient_id: '1', kind: 'online' }]);
    booking.open({ today: TODAY, doctor: 'salma' });
    expect(booking.online).toBe(false);
  });

  it('does not pick from the hits of an earlier key, however fast Enter comes', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    booking.write('omar');
    booking.write('omar k');
    await booking.enter();
    expect(booking.finder.picked?.full_name).toBe('Omar Khaled');
  });

  it('never books anybody by a name that was only typed', async () => {
    booking.open({ today: TODAY, doctor: 'salma', start: at(14) });
    await type('omar');
    await booking.take(0);
    expect(desk.inputs('appointments.book')).toHaveLength(0);
  });

  it('forgets whom it picked when the words change', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    await type('oma');
    await booking.enter();
    booking.write('oma tue');
    expect(booking.finder.picked).toBeDefined();
    booking.write('omar kh tue');
    expect(booking.finder.picked).toBeUndefined();
  });
});

describe('a time that was asked for', () => {
  it('is checked and booked when it fits', async () => {
    booking.open({ today: TODAY });
    await booking.settled();
    await type('dr salma 14:00 20m omar');
    await booking.enter();
    await booking.enter();
    expect(desk.inputs('appointments.book')).toMatchObject([{ doctor_id: 'salma', start: '14:00', minutes: 20 }]);
  });

  it('when refused, Enter takes the first free time, and others go by their number', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    await type('12:50 omar');
    expect(booking.verdict?.step).toBe(3);
    expect(booking.wanted).toMatchObject({ start: '12:50', ok: false });
    await booking.enter();
    await booking.take(2);
    expect(desk.inputs('appointments.book')).toMatchObject([{ date: '2026-11-25', start: '09:15' }]);
  });

  it('shows the five steps when somebody was faster', async () => {
    desk.answers['appointments.book'] = () => Promise.reject(new RefusalError({ code: 'booking.slot_taken' }));
    booking.open({ today: TODAY, doctor: 'salma', start: at(14) });
    await type('oma');
    await booking.enter();
    await booking.enter();
    expect(booking.status.kind).toBe('writing');
    expect(booking.place.start).toBe(at(14));
    expect(failed).not.toHaveBeenCalled();
  });

  it('can be overbooked only with a reason', async () => {
    booking.open({ today: TODAY, doctor: 'salma', start: at(12, 50) });
    await type('oma');
    await booking.enter();
    booking.beginOverbooking();
    booking.giveReason('New burn');
    await booking.enter();
    expect(desk.inputs('appointments.book')).toMatchObject([{ start: '12:50', overbook_reason: 'New burn' }]);
  });
});

describe('what counts when line, field and slot disagree', () => {
  it('is what was said last', async () => {
    booking.open({ today: TODAY, doctor: 'salma', start: at(14) });
    await booking.settled();
    await type('15:00');
    expect(booking.place.start).toBe(at(15));
    booking.choose({ doctor: 'karim', start: at(16) });
    expect(booking.place).toMatchObject({ doctor: 'karim', start: at(16) });
    await type('15:30');
    expect(booking.place).toMatchObject({ doctor: 'karim', start: at(15, 30) });
    booking.open({ today: TODAY, doctor: 'hoda', date: TODAY, start: at(16, 30), minutes: 30 });
    expect(booking.place).toEqual({ doctor: 'hoda', date: TODAY, start: at(16, 30), minutes: 30 });
  });

  it('any doctor is a choice too', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    booking.choose({ doctor: undefined });
    await booking.settled();
    expect(desk.inputs('appointments.next_free').at(-1)).toMatchObject({ doctor_id: null });
  });
});

it('asks the desk once for a place, however often the rest of the line changes', async () => {
  booking.open({ today: TODAY, doctor: 'salma', start: at(14) });
  await type('omar');
  expect(desk.inputs('appointments.check')).toHaveLength(1);
});

it('finds the patient anew once the doctors of the day are known and part of the line names one', async () => {
  let arrive = () => {};
  desk.answers['agenda.day'] = ({ date }) => new Promise((resolve) => (arrive = () => resolve({ ...busyDay(), date })));
  booking.open({ today: TODAY });
  await type('dr salma omar');
  expect(booking.finder.hits).toEqual([]);
  arrive();
  await new Promise((go) => setTimeout(go));
  await booking.settled();
  expect(booking.place.doctor).toBe('salma');
  expect(booking.finder.hits).toHaveLength(2);
});

it('registers whom nobody found, and goes on with the booking', async () => {
  booking.open({ today: TODAY, doctor: 'salma', start: at(14) });
  await type('Nadia Kamal');
  await booking.enter();
  const { status } = booking;
  if (status.kind !== 'registering') throw new Error(status.kind);
  expect(status.registration.name).toBe('Nadia Kamal');
  status.registration.phone = '٠١٠٠ ١٢٣ ٤٥٦٧';
  await booking.enter();
  expect(desk.inputs('patients.register')).toMatchObject([{ full_name: 'Nadia Kamal', phones: ['0100 123 4567'] }]);
  await booking.enter();
  expect(desk.inputs('appointments.book')).toMatchObject([{ patient_id: '9', start: '14:00' }]);
});

it('says what is wrong with a registration and keeps it open', async () => {
  desk.answers['patients.register'] = () =>
    Promise.reject(new RefusalError({ code: 'input.invalid', fields: [{ field: 'full_name', code: 'field.required', params: {} }] }));
  booking.open({ today: TODAY });
  await type('0100');
  await booking.enter();
  await booking.enter();
  const { status } = booking;
  if (status.kind !== 'registering') throw new Error(status.kind);
  expect(status.registration.phone).toBe('0100');
  expect(status.registration.refusal?.field('full_name')?.code).toBe('field.required');
});

describe('the draft', () => {
  beforeEach(() => void vi.useFakeTimers());

  it('is kept when the fingers rest and forgotten when the panel closes', async () => {
    booking.open({ today: TODAY, doctor: 'salma' });
    booking.write('om');
    booking.write('oma');
    await vi.advanceTimersByTimeAsync(1000);
    expect(desk.inputs('drafts.save')).toMatchObject([{ name: 'booking', body: { text: 'oma', place: { doctor: 'salma' } } }]);
    booking.close();
    expect(desk.inputs('drafts.discard')).toEqual([{ name: 'booking' }]);
    vi.useRealTimers();
  });

  it('comes back after a lock, with the patient and the place', async () => {
    vi.useRealTimers();
    desk.answers['drafts.list'] = () => ({
      drafts: [{ name: 'booking', updated_at: 0, body: { text: 'oma 14:00', reason: 'Cough', place: { doctor: 'salma', date: '2026-11-20' }, patient: PATIENTS[0]! } as never }],
    });
    await booking.restore(TODAY);
    await booking.settled();
    expect(booking.text).toBe('oma 14:00');
    expect(booking.finder.picked?.id).toBe('1');
    expect(booking.place).toMatchObject({ doctor: 'salma', date: TODAY, start: at(14) });
  });

  it('that cannot be read is no draft', async () => {
    vi.useRealTimers();
    desk.answers['drafts.list'] = () => ({ drafts: [{ name: 'booking', updated_at: 0, body: { line: 3 } }] });
    await booking.restore(TODAY);
    expect(booking.isOpen).toBe(false);
  });
});
