/**
 * What the board draws: appointments and rep visits as one kind of thing with a place and a look.
 *
 * Pure: what the desk told goes in. What a look means in words, icons and colours is `app/visit-look.ts`.
 */
import type { Appointment, DoctorId, RepVisit, RepVisitStatus, WallDate } from '$/backend/bindings';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';
import type { VisitLook } from '$/app/visit-look';

interface Placed {
  /** Unique on the board. */
  key: string;
  doctor: DoctorId;
  date: WallDate;
  from: Minute;
  until: Minute;
  look: VisitLook;
  /** Booked over a refusal: said beside its state for as long as it stands there. */
  over: boolean;
  /** No other desk knows of it yet. */
  provisional: boolean;
}

export interface PatientVisit extends Placed {
  kind: 'patient';
  appointment: Appointment;
}

export interface RepBoardVisit extends Placed {
  kind: 'rep';
  visit: RepVisit;
}

export type BoardVisit = PatientVisit | RepBoardVisit;

/** A rep visit in one of these states holds the doctor's time and is drawn; the others were called off. */
const DRAWN_REP_STATES: ReadonlySet<RepVisitStatus> = new Set([
  'requested',
  'approved',
  'confirmed',
  'arrived',
  'in_visit',
  'completed',
  'no_show',
]);

function lookOf(appointment: Appointment, holders: ReadonlySet<string>): VisitLook | undefined {
  const { status } = appointment;
  if (status === 'cancelled' || status === 'rescheduled') return undefined;
  if (status === 'completed' || status === 'no_show') return status;
  if (appointment.clash_with !== null) return 'clash';
  if (holders.has(appointment.id)) return 'holder';
  if (appointment.overbook_reason !== null && (status === 'scheduled' || status === 'confirmed')) return 'overbooked';
  return status;
}

/** A rep visit keeps its own look, but where two visits stand at one time. */
function lookOfRep({ id, clash_with }: RepVisit, holders: ReadonlySet<string>): VisitLook {
  if (clash_with !== null) return 'clash';
  return holders.has(id) ? 'holder' : 'rep';
}

/** A patient's visit with a look, wherever it stands. */
export function patientVisit(appointment: Appointment, look: VisitLook, provisional = false): PatientVisit {
  const { id, doctor_id, date, start, minutes } = appointment;
  const from = minutesOf(start);
  const over = appointment.overbook_reason !== null;
  return { kind: 'patient', key: id, doctor: doctor_id, date, from, until: from + minutes, look, over, provisional, appointment };
}

interface Visits {
  appointments: readonly Appointment[];
  rep_visits: readonly RepVisit[];
  provisional: readonly string[];
}

/** Every visit the board draws, in the order of the wall. */
export function boardVisits({ appointments, rep_visits, provisional }: Visits): BoardVisit[] {
  const holders = new Set<string>();
  for (const { clash_with } of [...appointments, ...rep_visits]) {
    if (clash_with !== null) holders.add(clash_with);
  }
  const unsent = new Set(provisional);
  const visits: BoardVisit[] = [];
  for (const appointment of appointments) {
    const look = lookOf(appointment, holders);
    if (look !== undefined) visits.push(patientVisit(appointment, look, unsent.has(appointment.id)));
  }
  for (const visit of rep_visits) {
    if (!DRAWN_REP_STATES.has(visit.status)) continue;
    const { id, doctor_id, date, minutes } = visit;
    const from = minutesOf(visit.start);
    const look = lookOfRep(visit, holders);
    const over = visit.overbook_reason !== null;
    visits.push({ kind: 'rep', key: id, doctor: doctor_id, date, from, until: from + minutes, look, over, provisional: unsent.has(id), visit });
  }
  return visits.sort((a, b) => a.date.localeCompare(b.date) || a.from - b.from || a.until - b.until || a.key.localeCompare(b.key));
}
