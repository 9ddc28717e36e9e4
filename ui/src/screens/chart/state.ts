/** The one chart of this window. */
import { navigation } from '$/app/navigation.svelte';
import { backend, type AppointmentId, type PatientId } from '$/backend';
import { OpenChart } from '$/features/chart/chart.svelte';
import { board, SCREEN as BOARD } from '../board/state';

export const SCREEN = 'chart';

export const openChart = new OpenChart(backend);

export const toChart = (id: PatientId, params: Record<string, string | undefined> = {}): void => navigation.go(SCREEN, { id, ...params });

/** The patient in mind: of the visit that is selected on the board, or of the open file. */
export function patientInMind(): PatientId | undefined {
  if (navigation.screen === BOARD) {
    const visit = board.selectedVisit;
    return visit?.kind === 'patient' ? visit.appointment.patient_id : undefined;
  }
  return navigation.screen === 'patients' ? navigation.params.id : undefined;
}

/** Whom a prescription would be for, and the visit it would be written at: of the open chart, or of the patient in mind. */
export function toPrescribe(): { patient: PatientId; visit: AppointmentId | undefined } | undefined {
  const patient = navigation.screen === SCREEN ? navigation.params.id : patientInMind();
  if (patient === undefined) return undefined;
  const selected = navigation.screen === BOARD ? board.selectedVisit : undefined;
  const visit = selected?.kind === 'patient' ? selected.appointment.id : undefined;
  return { patient, visit: navigation.screen === SCREEN ? navigation.params.visit : visit };
}
