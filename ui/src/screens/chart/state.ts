/** The one chart of this window. */
import { navigation } from '$/app/navigation.svelte';
import { backend, type PatientId } from '$/backend';
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
