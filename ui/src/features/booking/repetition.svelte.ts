/** How a booking repeats, once somebody asked for it: folded away it asks for no key. Knows no DOM. */
import type { Backend, BookSeries, RepeatUnit, SeriesRepeats, WallDate } from '$/backend';
import { SeriesPlan } from '$/app/series-plan.svelte';

/** What is kept of it over a lock. */
export interface RepetitionDraft {
  unit: RepeatUnit;
  every: number;
  ends: 'count' | 'until';
  count: number;
  until: WallDate | null;
}

/** As many as a course of treatment usually has. */
const USUAL_COUNT = 6;

export class Repetition {
  readonly #backend: Backend;
  readonly plan = new SeriesPlan();
  on: boolean = $state(false);
  unit: RepeatUnit = $state('week');
  every: number | undefined = $state(1);
  ends: 'count' | 'until' = $state('count');
  count: number | undefined = $state(USUAL_COUNT);
  until: WallDate | undefined = $state();
  #shown = '';

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What the desk is told; nothing while a field is empty. */
  get repeats(): SeriesRepeats | undefined {
    const { unit, every, ends, count, until } = this;
    if (!this.on || every === undefined) return undefined;
    if (ends === 'count') return count === undefined ? undefined : { unit, every, count };
    return until === undefined ? undefined : { unit, every, until };
  }

  /** Looks at this series, unless it is the one that is shown; at none, when something is missing. */
  look(wish: BookSeries | undefined): void {
    const shown = wish === undefined ? '' : JSON.stringify(wish);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (wish === undefined) this.plan.drop();
    else this.plan.show((choices) => this.#backend.call('series.preview', { ...wish, choices }));
  }

  fold(): void {
    this.on = false;
    this.look(undefined);
  }

  clear(): void {
    this.fold();
    this.unit = 'week';
    this.every = 1;
    this.ends = 'count';
    this.count = USUAL_COUNT;
    this.until = undefined;
  }

  asDraft(): RepetitionDraft | null {
    if (!this.on) return null;
    const { unit, ends } = this;
    return { unit, ends, every: this.every ?? 1, count: this.count ?? USUAL_COUNT, until: this.until ?? null };
  }

  restore(draft: RepetitionDraft): void {
    this.on = true;
    this.unit = draft.unit;
    this.every = draft.every;
    this.ends = draft.ends;
    this.count = draft.count;
    this.until = draft.until ?? undefined;
  }
}
