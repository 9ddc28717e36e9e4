/** What the board and the booking add to the registry of actions, with their keys. */
import type { Component } from 'svelte';
import CalendarPlus from '@lucide/svelte/icons/plus';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CalendarRange from '@lucide/svelte/icons/calendar-range';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import CalendarSearch from '@lucide/svelte/icons/calendar-search';
import Printer from '@lucide/svelte/icons/printer';
import Ticket from '@lucide/svelte/icons/ticket';
import Columns3 from '@lucide/svelte/icons/columns-3';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import UserRound from '@lucide/svelte/icons/user-round';
import Repeat from '@lucide/svelte/icons/repeat';
import type { Action } from '$/app/actions.svelte';
import { doctorsInUse } from '$/app/doctor-names.svelte';
import { doctorName } from '$/app/names';
import { papers } from '$/app/papers.svelte';
import { complain } from '$/app/said.svelte';
import { cap, type Shortcut } from '$/app/shortcuts';
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
import { seriesWords } from '$messages/series';
import { visitWords } from '$messages/visit';
import { board, booking, seriesWork, today } from './state';
import { may, visitSteps } from './steps.svelte';
import { showView, views, VIEWS, type View } from './views.svelte';

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

/** What single keys act on. In a month there is nothing to be seen of what is selected. */
const selectedVisit = () => (views.kind === 'month' ? undefined : board.selectedVisit);

/** The selected visit, if it is a patient's. */
export function selectedAppointment() {
  const visit = selectedVisit();
  return visit?.kind === 'patient' ? visit.appointment : undefined;
}

function selectedRepVisit() {
  const visit = selectedVisit();
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

/** What is done with the rest of the selected visit's series. */
export function seriesActions(): Action[] {
  const isOne = () => {
    const selected = selectedAppointment();
    return board.status.kind === 'resting' && selected?.series != null && stepsFor(selected.status).includes('move');
  };
  return [
    {
      id: 'series.move',
      label: () => seriesWords.moveRest,
      icon: CalendarSync,
      shortcuts: [{ code: 'KeyM', shift: true }],
      needs: 'book',
      group,
      when: isOne,
      run: () => seriesWork.beginMove(selectedAppointment()!),
    },
    {
      id: 'series.cancel',
      label: () => seriesWords.cancelRest,
      icon: CalendarX,
      shortcuts: [{ code: 'Delete', shift: true }],
      needs: 'book',
      group,
      when: isOne,
      run: () => seriesWork.beginCancel(selectedAppointment()!),
    },
  ];
}

/** A rep's visit is moved by a new one that names it. */
const asRepStep = (step: VisitStep): RepStep => (step === 'move' ? 'reschedule' : step);

/** Those whose agenda can be had: of the day on the board, or all. */
const doctorsAtHand = () =>
  board.day?.columns.map((column) => ({ id: column.doctor_id, name: doctorName(column) })) ??
  doctorsInUse().map((doctor) => ({ id: doctor.id, name: doctorName(doctor) }));

/** The agenda of the day in question: of all doctors, or of the one whose week or month is shown. */
function printAgenda(): void {
  const doctors = doctorsAtHand();
  const doctor = views.kind === 'day' ? undefined : views.doctor;
  papers.ask({ kind: 'agenda', date: views.date, doctors, ...(doctor === undefined ? {} : { doctor }) });
}

/** The agenda of the doctor in mind as a file for a calendar. */
function saveCalendar(): void {
  const { doctor } = views;
  papers.ask({ kind: 'calendar', date: views.date, doctors: doctorsAtHand(), ...(doctor === undefined ? {} : { doctor }) });
}

/** The slip of the selected visit. */
export function printSlip(): void {
  const visit = selectedAppointment();
  if (visit) papers.ask({ kind: 'slip', appointment: visit.id, about: `${isolate(visit.patient_name)} · ${dateShort(visit.date)} ${time(visit.start)}` });
}

const maySlip = () => !['cancelled', 'no_show', 'rescheduled', undefined].includes(selectedAppointment()?.status);

const VIEW_ACTIONS: Readonly<Record<View, { code: string; icon: Component; label: () => string }>> = {
  day: { code: 'Digit1', icon: Columns3, label: () => dayBoard.showDay },
  week: { code: 'Digit2', icon: CalendarRange, label: () => dayBoard.showWeek },
  month: { code: 'Digit3', icon: CalendarDays, label: () => dayBoard.showMonth },
};

export const viewIcon = (view: View): Component => VIEW_ACTIONS[view].icon;

/** What a view is called where there is room to say it. */
export const viewLabel = (view: View): string => VIEW_ACTIONS[view].label();

export const viewKey = (view: View): string => cap({ code: VIEW_ACTIONS[view].code });

const STEP_LABELS: Readonly<Record<View, { back: () => string; forward: () => string }>> = {
  day: { back: () => dayBoard.previousDay, forward: () => dayBoard.nextDay },
  week: { back: () => dayBoard.previousWeek, forward: () => dayBoard.nextWeek },
  month: { back: () => dayBoard.previousMonth, forward: () => dayBoard.nextMonth },
};

/** What one step back and one on are called in the view that is shown. */
export const stepLabels = () => STEP_LABELS[views.kind];

const step = (by: number) => () => views.step(by).catch(complain);
const turnDoctor = (by: number) => () => views.turnDoctor(by).catch(complain);
const ofOneDoctor = () => views.kind !== 'day';

export function boardActions(openDay: () => void, focusQueue: () => void): Action[] {
  return [
    { id: 'board.today', label: () => dayBoard.today, icon: CalendarCheck, shortcuts: [{ code: 'KeyT' }], group, run: () => views.open(today()) },
    { id: 'board.before', label: () => stepLabels().back(), icon: ChevronLeft, shortcuts: [{ code: 'PageUp' }], group, run: step(-1) },
    { id: 'board.after', label: () => stepLabels().forward(), icon: ChevronRight, shortcuts: [{ code: 'PageDown' }], group, run: step(1) },
    { id: 'board.day', label: () => dayBoard.goToDay, icon: CalendarSearch, shortcuts: [{ code: 'KeyG' }], group, run: openDay },
    {
      id: 'board.print',
      label: () => paper.printAgenda,
      icon: Printer,
      shortcuts: [{ code: 'KeyP', ctrl: true }],
      needs: 'read_patients',
      group,
      when: () => board.columns.length > 0,
      run: printAgenda,
    },
    {
      id: 'board.calendar',
      label: () => paper.calendarTitle,
      icon: CalendarDays,
      group,
      when: () => doctorsAtHand().length > 0,
      run: saveCalendar,
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
    ...VIEWS.map((view): Action => {
      const { code, icon, label } = VIEW_ACTIONS[view];
      return { id: `board.${view}View`, label, icon, shortcuts: [{ code }], group, run: () => showView(view) };
    }),
    { id: 'board.doctorBefore', label: () => dayBoard.doctorBefore, icon: UserRound, shortcuts: [{ code: 'BracketLeft' }], group, when: ofOneDoctor, run: turnDoctor(-1) },
    { id: 'board.doctorAfter', label: () => dayBoard.doctorAfter, icon: UserRound, shortcuts: [{ code: 'BracketRight' }], group, when: ofOneDoctor, run: turnDoctor(1) },
    { id: 'board.queue', label: () => queueWords.hereNow, icon: ListOrdered, shortcuts: [{ code: 'KeyQ' }], group, when: () => !ofOneDoctor(), run: focusQueue },
    ...stepActions(),
    ...seriesActions(),
  ];
}

export const REPEAT: Shortcut = { code: 'KeyR', alt: true };

export function bookingActions(open: () => void): Action[] {
  return [
    {
      id: 'visit.repeat',
      label: () => seriesWords.repeat,
      icon: Repeat,
      shortcuts: [REPEAT],
      needs: 'book',
      group: () => bookingWords.group,
      when: () => booking.isOpen,
      run: () => (booking.repetition.on ? booking.repeatNot() : booking.repeat()),
    },
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
