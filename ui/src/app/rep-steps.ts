/** What can be done next with a rep's visit, in the order of a front desk's day. The desk has the last word. */
import type { Permission, RepVisitStatus } from '$/backend/bindings';

export type RepStep =
  | 'approve'
  | 'decline'
  | 'confirm'
  | 'arrive'
  | 'start'
  | 'complete'
  | 'no_show'
  | 'cancel'
  | 'reschedule'
  | 'refuse_entry';

const STEPS: Readonly<Record<RepVisitStatus, readonly RepStep[]>> = {
  requested: ['approve', 'decline', 'reschedule', 'cancel'],
  approved: ['arrive', 'confirm', 'reschedule', 'no_show', 'cancel', 'refuse_entry'],
  declined: ['approve'],
  confirmed: ['arrive', 'reschedule', 'no_show', 'cancel', 'refuse_entry'],
  arrived: ['start', 'cancel', 'refuse_entry'],
  in_visit: ['complete'],
  completed: [],
  cancelled: [],
  no_show: ['arrive'],
  rescheduled: [],
  refused_entry: ['arrive'],
};

/** The first is the likely one. */
export function repStepsFor(status: RepVisitStatus): readonly RepStep[] {
  return STEPS[status];
}

export const REP_STEP_NEEDS: Readonly<Record<RepStep, Permission>> = {
  approve: 'book',
  decline: 'book',
  confirm: 'book',
  reschedule: 'book',
  cancel: 'book',
  arrive: 'run_queue',
  start: 'run_queue',
  complete: 'run_queue',
  no_show: 'run_queue',
  refuse_entry: 'run_queue',
};
