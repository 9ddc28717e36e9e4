/** What is done with a rep's visit, from the board and from the reps' own screen: the command, the word for it, and the way back. */
import { REP_STEP_NEEDS, type RepStep } from '$/app/rep-steps';
import { complain, say } from '$/app/said.svelte';
import { session } from '$/app/session.svelte';
import {
  backend,
  type CancelRepVisit,
  type RepVisitDetail,
  type RepVisitId,
  type RepVisitReply,
  type VisitSummary,
  type Written,
} from '$/backend';
import { isolate } from '$/lib/messages';
import { reps } from '$messages/reps';

/** As much of a visit as it takes to do something with it. */
export type RepVisitLike = { id: RepVisitId; rep_name: string };

/** What has to be asked before it can be done. */
export type RepQuestion =
  | { kind: 'none' }
  | { kind: 'cancel' | 'decline' | 'refuse_entry' | 'complete' | 'summary' | 'correct' | 'reschedule' | 'keep'; visit: RepVisitDetail };

type CancelledBy = NonNullable<CancelRepVisit['cancelled_by']>;

const ASKS: ReadonlySet<RepStep> = new Set<RepStep>(['cancel', 'decline', 'refuse_entry', 'complete', 'reschedule']);

class RepSteps {
  question: RepQuestion = $state.raw({ kind: 'none' });

  may(step: RepStep): boolean {
    return session.may(REP_STEP_NEEDS[step]);
  }

  /** Takes a step; one that needs a reason, a time or a summary asks for it first. */
  async take(step: RepStep, visit: RepVisitLike): Promise<void> {
    if (ASKS.has(step)) await this.ask(step as Exclude<RepQuestion['kind'], 'none'>, visit.id);
    else await this.#send(step, visit, () => backend.call(`rep_visits.${step as 'approve' | 'confirm' | 'arrive' | 'start' | 'no_show'}`, { id: visit.id }));
  }

  async ask(kind: Exclude<RepQuestion['kind'], 'none'>, id: RepVisitId): Promise<void> {
    try {
      const { visit } = await backend.call('rep_visits.get', { id });
      this.question = { kind, visit };
    } catch (error) {
      complain(error);
    }
  }

  dismiss(): void {
    this.question = { kind: 'none' };
  }

  cancel(visit: RepVisitLike, cancelled_by: CancelledBy, reason: string): Promise<void> {
    this.dismiss();
    return this.#send('cancel', visit, () =>
      backend.call('rep_visits.cancel', { id: visit.id, cancelled_by, reason: reason === '' ? null : reason }),
    );
  }

  keepOut(step: 'decline' | 'refuse_entry', visit: RepVisitLike, reason: string): Promise<void> {
    this.dismiss();
    return this.#send(step, visit, () => backend.call(`rep_visits.${step}`, { id: visit.id, reason }));
  }

  /** Completes the visit; without a summary one can be written later. Throws what the desk said, for the form to show. */
  async complete(visit: RepVisitLike, summary: VisitSummary | null): Promise<void> {
    const { operation_id } = await backend.call('rep_visits.complete', { id: visit.id, summary });
    this.dismiss();
    say(() => reps.done.complete?.({ name: isolate(visit.rep_name) }) ?? '', operation_id);
  }

  async summarise(visit: RepVisitLike, summary: VisitSummary): Promise<void> {
    const { operation_id } = await backend.call('rep_visits.summarise', { id: visit.id, summary });
    this.dismiss();
    say(() => reps.saidSummary({ name: isolate(visit.rep_name) }), operation_id);
  }

  /** Leaves a visit where it cannot be, with the reason. */
  async keep(visit: RepVisitLike, reason: string): Promise<void> {
    this.dismiss();
    try {
      const { operation_id } = await backend.call('rep_visits.keep', { id: visit.id, reason });
      say(() => reps.saidKept({ name: isolate(visit.rep_name) }), operation_id);
    } catch (error) {
      complain(error);
    }
  }

  async correct(visit: RepVisitLike, text: string): Promise<void> {
    this.dismiss();
    try {
      const { operation_id } = await backend.call('rep_visits.amend', { id: visit.id, text });
      say(() => reps.saidCorrected, operation_id);
    } catch (error) {
      complain(error);
    }
  }

  async #send(step: RepStep, visit: RepVisitLike, send: () => Promise<Written<RepVisitReply>>): Promise<void> {
    try {
      const { operation_id } = await send();
      say(() => reps.done[step]?.({ name: isolate(visit.rep_name) }) ?? '', operation_id);
    } catch (error) {
      complain(error);
    }
  }
}

export const repSteps = new RepSteps();
