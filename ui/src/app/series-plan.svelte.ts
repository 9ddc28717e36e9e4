/**
 * A series that is looked at before it is saved: each day with what the desk says to it, and what was chosen for those that clash. The
 * desk is asked anew at every choice, because one visit that goes elsewhere stands in the way of others. Knows no DOM.
 */
import type { FreeTime, SeriesChoice, SeriesPreview, SeriesRow, SeriesWay, WallDate } from '$/backend';
import { Latest } from '$/lib/latest';

export type LookAtSeries = (choices: SeriesChoice[]) => Promise<SeriesPreview>;

/** As many as have a key. */
const TIMES_AT_ONCE = 3;

export class SeriesPlan {
  preview: SeriesPreview | undefined = $state.raw();
  /** Why there is none. */
  error: unknown = $state.raw();
  choices: readonly SeriesChoice[] = $state.raw([]);
  #row: WallDate | undefined = $state();
  #look: LookAtSeries | undefined;
  readonly #asking = new Latest<SeriesPreview>();
  #answering: Promise<void> = Promise.resolve();

  readonly rows: readonly SeriesRow[] = $derived(this.preview?.rows ?? []);
  /** The row at hand: the chosen one, or else the first that needs a choice. */
  readonly current: SeriesRow | undefined = $derived(
    this.rows.find(({ planned }) => planned === this.#row) ?? this.rows.find(({ state }) => state === 'clashes') ?? this.rows[0],
  );

  /** Looks at another series; what was chosen for the last one goes. */
  show(look: LookAtSeries): void {
    this.#look = look;
    this.choices = [];
    this.#row = undefined;
    this.again();
  }

  /** Asks again, because something at the desk changed. */
  again(): void {
    const look = this.#look;
    if (!look) return;
    const choices = [...this.choices];
    this.#answering = this.#asking.ask(() => look(choices)).then(
      (preview) => {
        if (preview === undefined || this.#look === undefined) return;
        this.preview = preview;
        this.error = undefined;
      },
      (error: unknown) => {
        this.preview = undefined;
        this.error = error;
      },
    );
  }

  drop(): void {
    this.#asking.drop();
    this.#look = undefined;
    this.preview = undefined;
    this.error = undefined;
    this.choices = [];
    this.#row = undefined;
  }

  /** Resolves when what is shown answers what was chosen. */
  async settled(): Promise<void> {
    let waited: Promise<void>;
    do {
      waited = this.#answering;
      await waited;
    } while (waited !== this.#answering);
  }

  // ── The row at hand ──

  to(planned: WallDate): void {
    this.#row = planned;
  }

  step(by: number): void {
    const at = this.rows.findIndex(({ planned }) => planned === this.current?.planned);
    const next = this.rows[Math.min(Math.max(at + by, 0), this.rows.length - 1)];
    if (next) this.#row = next.planned;
  }

  /** The first day that nothing was chosen for yet. */
  toClash(): void {
    this.#row = this.rows.find(({ state }) => state === 'clashes')?.planned;
  }

  // ── What is chosen ──

  /** The free times a row could go to. */
  timesOf(row: SeriesRow): readonly FreeTime[] {
    return row.state === 'clashes' ? (row.verdict?.suggestions ?? []).slice(0, TIMES_AT_ONCE) : [];
  }

  shift(row: SeriesRow, free: Pick<FreeTime, 'date' | 'start'>): void {
    this.#choose({ planned: row.planned, way: 'shift', date: free.date, start: free.start });
  }

  /** Of a time that comes twice, one of the two. */
  chooseHour(row: SeriesRow, later_hour: boolean): void {
    this.#choose({ planned: row.planned, way: 'shift', date: row.date, start: row.start, later_hour });
  }

  leave(row: SeriesRow, way: Exclude<SeriesWay, 'shift'>): void {
    this.#choose({ planned: row.planned, way });
  }

  /** Whether something was chosen for a row that can be taken back. */
  isChosen(row: SeriesRow): boolean {
    return this.choices.some(({ planned }) => planned === row.planned);
  }

  takeBack(row: SeriesRow): void {
    this.choices = this.choices.filter(({ planned }) => planned !== row.planned);
    this.#row = row.planned;
    this.again();
  }

  #choose(choice: SeriesChoice): void {
    this.choices = [...this.choices.filter(({ planned }) => planned !== choice.planned), choice];
    // On to the next that needs a choice; where none is left, the row stays at hand.
    const at = this.rows.findIndex(({ planned }) => planned === choice.planned);
    const others = [...this.rows.slice(at + 1), ...this.rows.slice(0, at)];
    const ends = choice.way === 'stop';
    const next = others.find(({ state, planned }) => state === 'clashes' && !(ends && planned > choice.planned));
    this.#row = next?.planned ?? choice.planned;
    this.again();
  }
}
