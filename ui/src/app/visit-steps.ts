/**
 * What can be done next with a visit, in the order of a front desk's day, for buttons and menus. The desk has the last word:
 * this only keeps the screen from offering what it would refuse anyway.
 */
import type { Appointment, AppointmentStatus } from '$/backend/bindings';

export type VisitStep = 'confirm' | 'arrive' | 'start' | 'complete' | 'no_show' | 'cancel' | 'move';

const STEPS: Readonly<Record<AppointmentStatus, readonly VisitStep[]>> = {
  scheduled: ['arrive', 'confirm', 'move', 'no_show', 'cancel'],
  confirmed: ['arrive', 'move', 'no_show', 'cancel'],
  arrived: ['start', 'cancel'],
  in_consultation: ['complete'],
  completed: [],
  cancelled: [],
  no_show: ['arrive'],
  rescheduled: [],
};

/** The first is the likely one: what the filled button and the quick key do. */
export function stepsFor(status: AppointmentStatus): readonly VisitStep[] {
  return STEPS[status];
}

/** Only what is still to come is moved. */
export const isMovable = ({ status }: Pick<Appointment, 'status'>): boolean => stepsFor(status).includes('move');
