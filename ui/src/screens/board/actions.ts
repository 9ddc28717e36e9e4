/** What the board and the booking add to the registry of actions, with their keys. */
import CalendarPlus from '@lucide/svelte/icons/plus';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import CalendarSearch from '@lucide/svelte/icons/calendar-search';
import Printer from '@lucide/svelte/icons/printer';
import Ticket from '@lucide/svelte/icons/ticket';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import type { Action } from '$/app/actions.svelte';
import { doctorName } from '$/app/names';
import { papers } from '$/app/papers.svelte';
import { complain } from '$/app/said.svelte';
import type { Shortcut } from '$/app/shortcuts';
import { STEP_ICONS } from '$/app/visit-icons';
import { repStepsFor, type RepStep } from '$/app/rep-steps';
import { stepsFor, type VisitStep } from '$/app/visit-steps';
import { repSteps } from '$/features/reps/steps.svelte';
import { dateShort, time } from '$/lib/format';
import { isolate } from '$/lib/messages';
import { app } from '$messages/app';
import { dayBoard } from '$messages/day-board';
import { bookingWords } from '$messages/booking';
import { paper } from '$messages/paper';
import { queueWords } from '$messages/queue';
import { visitWords } from '$messages/visit';
import { board, today } from './state';
import { may, visitSteps } from './steps.svelte';

export const STEP_SHORTCUTS: Readonly<Partial<Record<VisitStep, Shortcut>>> = {
  arrive: { code: 'KeyA' },
  start: { code: 'KeyS' },
  complete: { code: 'KeyC' },
  confirm: { code: 'KeyY' },
  move: { code: 'KeyM' },
  no_show: { code: 'KeyN' },
  cancel: { code: 'Delete' },
};

const group = () => dayBoard.group;

/** The selected visit, if it is a patient's: what single keys act on, as on a rep's. */
export function selectedAppointment() {
  const visit = board.selectedVisit;
  return visit?.kind === 'patient' ? visit.appointment : undefined;
}

function selectedRepVisit() {
  const visit = board.selectedVisit;
  return visit?.kind === 'rep' ? visit.visit : undefined;
}

export function stepActions(): Action[] {
  return (Object.keys(STEP_SHORTCUTS) as VisitStep[]).filter(may).map((step) => ({
    id: `visit.${step}`,
    label: () => visitWords.steps[step] ?? '',
    icon: STEP_ICONS[step],
    shortcuts: [STEP_SHORTCUTS[step]!],
    group,
    when: () => {
      if (board.status.kind !== 'resting') return false;
      const rep = selectedRepVisit();
      if (rep) return repStepsFor(rep.status).includes(asRepStep(step));
      const selected = selectedAppointment();
      return selected !== undefined && stepsFor(selected.status).includes(step);
    },
    run: () => {
      const rep = selectedRepVisit();
      if (rep) return repSteps.take(asRepStep(step), rep);
      const selected = selectedAppointment();
      if (selected) return visitSteps.take(step, selected);
    },
  }));
}

/** A rep's visit is moved by a new one that names it. */
const asRepStep = (step: VisitStep): RepStep => (step === 'move' ? 'reschedule' : step);

/** The agenda of the day on the board; of one doctor first, where one was pointed at. */
export function printAgenda(doctor?: string): void {
  if (board.day === undefined) return;
  const doctors = board.day.columns.map((column) => ({ id: column.doctor_id, name: doctorName(column) }));
  papers.ask({ kind: 'agenda', date: board.day.date, doctors, ...(doctor === undefined ? {} : { doctor }) });
}

/** The slip of the selected visit. */
export function printSlip(): void {
  const visit = selectedAppointment();
  if (visit) papers.ask({ kind: 'slip', appointment: visit.id, about: `${isolate(visit.patient_name)} · ${dateShort(visit.date)} ${time(visit.start)}` });
}

const maySlip = () => !['cancelled', 'no_show', 'rescheduled', undefined].includes(selectedAppointment()?.status);

const stepDay = (days: number) => () => board.step(days).catch(complain);

export function boardActions(openDay: () => void, focusQueue: () => void): Action[] {
  return [
    { id: 'board.today', label: () => dayBoard.today, icon: CalendarCheck, shortcuts: [{ code: 'KeyT' }], group, run: () => board.open(today()) },
    { id: 'board.before', label: () => dayBoard.previousDay, icon: ChevronLeft, shortcuts: [{ code: 'PageUp' }], group, run: stepDay(-1) },
    { id: 'board.after', label: () => dayBoard.nextDay, icon: ChevronRight, shortcuts: [{ code: 'PageDown' }], group, run: stepDay(1) },
    { id: 'board.day', label: () => dayBoard.goToDay, icon: CalendarSearch, shortcuts: [{ code: 'KeyG' }], group, run: openDay },
    { id: 'board.queue', label: () => queueWords.hereNow, icon: ListOrdered, shortcuts: [{ code: 'KeyQ' }], group, run: focusQueue },
    {
      id: 'board.print',
      label: () => paper.printAgenda,
      icon: Printer,
      shortcuts: [{ code: 'KeyP', ctrl: true }],
      needs: 'read_patients',
      group,
      when: () => board.day !== undefined && board.day.columns.length > 0,
      run: () => printAgenda(),
    },
    {
      id: 'board.slip',
      label: () => paper.printSlip,
      icon: Ticket,
      shortcuts: [{ code: 'KeyP', ctrl: true, shift: true }],
      needs: 'read_patients',
      group,
      when: maySlip,
      run: printSlip,
    },
    ...stepActions(),
  ];
}

export function bookingActions(open: () => void): Action[] {
  return [
    {
      id: 'visit.book',
      label: () => app.book,
      icon: CalendarPlus,
      shortcuts: [{ code: 'KeyB' }],
      needs: 'book',
      group: () => bookingWords.group,
      words: () => bookingWords.title,
      run: open,
    },
  ];
}
