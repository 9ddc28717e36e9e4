/**
 * What the board draws of a day: appointments and rep visits as one kind of thing with a place and a look.
 *
 * Pure: a `Day` goes in. What a look means in words, icons and colours is `app/visit-look.ts`.
 */
import type { Appointment, Day, DoctorId, RepVisit, RepVisitStatus } from '$/backend/bindings';
import { minutesOf } from '$/lib/dates';
import type { Minute } from '$/lib/minute';
import type { VisitLook } from '$/app/visit-look';

interface Placed {
  /** Unique on the board. */
  key: string;
  doctor: DoctorId;
  from: Minute;
  until: Minute;
  look: VisitLook;
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

/** Every visit the board draws, in the order of the wall. */
export function boardVisits(day: Day): BoardVisit[] {
  const holders = new Set<string>();
  for (const { clash_with } of [...day.appointments, ...day.rep_visits]) {
    if (clash_with !== null) holders.add(clash_with);
  }
  const unsent = new Set(day.provisional);
  const visits: BoardVisit[] = [];
  for (const appointment of day.appointments) {
    const look = lookOf(appointment, holders);
    if (look === undefined) continue;
    const from = minutesOf(appointment.start);
    const until = from + appointment.minutes;
    const provisional = unsent.has(appointment.id);
    visits.push({ kind: 'patient', key: appointment.id, doctor: appointment.doctor_id, from, until, look, provisional, appointment });
  }
  for (const visit of day.rep_visits) {
    if (!DRAWN_REP_STATES.has(visit.status)) continue;
    const from = minutesOf(visit.start);
    const until = from + visit.minutes;
    const provisional = unsent.has(visit.id);
    visits.push({ kind: 'rep', key: visit.id, doctor: visit.doctor_id, from, until, look: lookOfRep(visit, holders), provisional, visit });
  }
  return visits.sort((a, b) => a.from - b.from || a.until - b.until || a.key.localeCompare(b.key));
}
