/** The one board and the one booking of this window: the screen, its bar, its legend and the panel show the same. */
import { shortNameOfDoctor } from '$/app/doctor-names.svelte';
import { navigation } from '$/app/navigation.svelte';
import { complain, say } from '$/app/said.svelte';
import { session } from '$/app/session.svelte';
import { isMovable } from '$/app/visit-steps';
import { backend, type Appointment, type WallDate } from '$/backend';
import { Clipboard } from '$/features/clipboard/clipboard.svelte';
import { Board } from '$/features/day-board/board.svelte';
import { Booking } from '$/features/booking/booking.svelte';
import { DoctorMonth } from '$/features/month/month.svelte';
import { SeriesWork } from '$/features/series/series.svelte';
import { wallClock } from '$/lib/dates';
import { dateShort, time } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { dayBoard } from '$messages/day-board';
import { seriesWords } from '$messages/series';

export const SCREEN = 'board';

export const board = new Board(backend);

export const month = new DoctorMonth(backend);

export const clipboard = new Clipboard(backend, isMovable);

export const booking = new Booking(backend, {
  booked({ appointment, operation_id }) {
    say(() => dayBoard.bookedAt({ name: isolate(appointment.patient_name), when: whenAndWhom(appointment) }), operation_id);
    if (navigation.screen === SCREEN) void showOnBoard(appointment);
  },
  bookedSeries({ series, operation_id }) {
    const first = series.visits[0]?.appointment;
    if (!first) return;
    say(() => seriesWords.saidBooked({ name: isolate(first.patient_name), count: series.total, when: whenAndWhom(first) }), operation_id);
    if (navigation.screen === SCREEN) void showOnBoard(first);
  },
  failed: complain,
});

export const seriesWork = new SeriesWork(backend, {
  moved(first, count, { operation_id }) {
    say(() => seriesWords.saidMoved({ name: isolate(first.patient_name), count, when: whenAndWhom(first) }), operation_id);
    void showOnBoard(first);
  },
  cancelled(first, count, { operation_id }) {
    say(() => seriesWords.saidCancelled({ name: isolate(first.patient_name), count }), operation_id);
    void board.read();
  },
  failed: complain,
});

/** What the desk calls today; before it said so, what the clinic's wall clock says. */
export function today(): WallDate {
  return board.today ?? wallClock(session.zone).date;
}

export async function showOnBoard(appointment: Appointment): Promise<void> {
  const { doctor, date } = board;
  // A week is one doctor's: the visit of another one is shown in that one's.
  if (doctor !== undefined && doctor !== appointment.doctor_id) await board.turn(appointment.doctor_id, appointment.date);
  else if (date !== appointment.date || !board.visits.has(appointment.id)) await board.open(appointment.date);
  board.select(appointment.id);
}

/** `Tue 24 Nov 11:00, Dr Karim` */
export function whenAndWhom({ date, start, doctor_id }: Pick<Appointment, 'date' | 'start' | 'doctor_id'>): string {
  const when = `${dateShort(date)} ${time(start)}`;
  const doctor = shortNameOfDoctor(doctor_id);
  return doctor === undefined ? when : dayBoard.withDoctor({ when, doctor: isolate(doctor) });
}
