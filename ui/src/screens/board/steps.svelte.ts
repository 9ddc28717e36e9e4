/** What is done with a visit from the board and the queue: the command, the word that it was done, and the way back. */
import { toast } from '$/components/toast';
import { complain, say } from '$/app/said.svelte';
import { session } from '$/app/session.svelte';
import { doctorName } from '$/app/names';
import type { VisitStep } from '$/app/visit-steps';
import { backend, type Appointment, type AppointmentReply, type CancelledBy, type Permission, type Verdict, type Written } from '$/backend';
import type { Slot } from '$/features/day-board/board.svelte';
import { isolate } from '$/lib/messages';
import { clipboardWords } from '$messages/clipboard';
import { dayBoard } from '$messages/day-board';
import { refusalOf } from '$messages/verdict';
import { visitWords } from '$messages/visit';
import { board, clipboard, whenAndWhom } from './state';

/** A question that a step asks before it can be done. */
export type StepQuestion =
  | { kind: 'none' }
  | { kind: 'cancel'; appointment: Appointment }
  /** The move that was refused, and what may still be done about it. */
  | { kind: 'move'; appointment: Appointment; to: Slot; verdict: Verdict; sentence: string };

const NEEDS: Readonly<Record<VisitStep, Permission>> = {
  confirm: 'book',
  move: 'book',
  cancel: 'book',
  arrive: 'run_queue',
  start: 'run_queue',
  complete: 'run_queue',
  no_show: 'run_queue',
};

export function may(step: VisitStep): boolean {
  return session.may(NEEDS[step]);
}

class VisitSteps {
  question: StepQuestion = $state.raw({ kind: 'none' });

  /** Takes a step; a cancellation asks who and why first, a move waits for the place. */
  async take(step: VisitStep, appointment: Appointment): Promise<void> {
    if (step === 'cancel') {
      this.question = { kind: 'cancel', appointment };
      return;
    }
    if (step === 'move') {
      board.beginMove(appointment.id, 'keys');
      return;
    }
    await this.#send(step, appointment, () => backend.call(`appointments.${step}`, { id: appointment.id }));
  }

  async cancel(appointment: Appointment, cancelled_by: CancelledBy, reason: string): Promise<void> {
    this.question = { kind: 'none' };
    await this.#send('cancel', appointment, () =>
      backend.call('appointments.cancel', { id: appointment.id, cancelled_by, reason: reason === '' ? null : reason }),
    );
  }

  async #send(step: VisitStep, appointment: Appointment, send: () => Promise<Written<AppointmentReply>>): Promise<void> {
    try {
      const { operation_id } = await send();
      say(() => visitWords.done[step]?.({ name: isolate(appointment.patient_name) }) ?? '', operation_id);
      await board.read();
    } catch (error) {
      complain(error);
    }
  }

  /** Puts the carried visit down where it is, or says why it stays. */
  async drop(overrides: { overbook_reason?: string; later_hour?: boolean } = {}): Promise<void> {
    const { status } = board;
    if (status.kind !== 'moving') return;
    const { appointment } = status.visit;
    const { to } = status;
    try {
      const outcome = await board.putDown(overrides);
      if (outcome === 'home') return;
      if ('operation_id' in outcome) {
        clipboard.unpark(appointment.id);
        say(() => dayBoard.movedTo({ name: isolate(appointment.patient_name), when: whenAndWhom(outcome.appointment) }), outcome.operation_id);
      } else this.#stays(appointment, to, outcome);
    } catch (error) {
      complain(error);
    }
  }

  /** Sets a visit aside, or takes it off again; where it is booked it stays either way. */
  park(appointment: Appointment): void {
    if (clipboard.has(appointment.id)) {
      clipboard.unpark(appointment.id);
      return;
    }
    const name = isolate(appointment.patient_name);
    if (clipboard.park(appointment)) toast.done(() => clipboardWords.parked({ name, when: whenAndWhom(appointment) }));
    else toast.failed(() => clipboardWords.full);
  }

  #stays(appointment: Appointment, to: Slot, verdict: Verdict): void {
    const column = board.columnAt(to);
    const why = refusalOf(verdict, { doctor: column ? doctorName(column.doctor) : '', minutes: appointment.minutes, date: to.date });
    const sentence = dayBoard.movingKept({ name: isolate(appointment.patient_name), why });
    const ask = () => (this.question = { kind: 'move', appointment, to, verdict, sentence });
    // A time that comes twice is no refusal but a question.
    if (verdict.code === 'booking.time_twice') ask();
    else toast.failed(sentence, verdict.may_overbook ? { label: dayBoard.overbookMove, run: ask } : undefined);
  }

  /** Moves a visit to the place that was refused, with what was missing. */
  async moveAllTheSame(overrides: { overbook_reason?: string; later_hour?: boolean }): Promise<void> {
    const { question } = this;
    if (question.kind !== 'move') return;
    this.question = { kind: 'none' };
    if (!board.takeUp(question.appointment)) return;
    board.carryTo(question.to);
    await this.drop(overrides);
  }

  dismiss(): void {
    this.question = { kind: 'none' };
  }
}

export const visitSteps = new VisitSteps();
