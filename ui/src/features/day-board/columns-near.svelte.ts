/**
 * The columns that are worth having in the page: those in sight, and as many again on either side, so that a wheel or an arrow finds them
 * there. A day of fifty doctors is a thousand visits, of which a window shows one in eight; what nobody sees is neither made nor kept.
 */

/** The narrowest a column is, in pixels: `--board-column` in tokens.css says the same in rem. */
const LEAST_COLUMN = 132;

export interface View {
  /** How far it is scrolled from where the first column begins, in pixels. */
  scrolled: number;
  width: number;
  /** One column's width. */
  column: number;
}

/** The first column that is near, and the one after the last, from 0; either may lie beyond the columns there are. */
export function nearOf({ scrolled, width, column }: View): { from: number; until: number } {
  const fitting = Math.ceil(width / column);
  const first = Math.floor(scrolled / column);
  return { from: first - fitting, until: first + 1 + 2 * fitting };
}

export class ColumnsNear {
  #from = $state(0);
  #until = $state(0);

  constructor() {
    // Before anything is drawn: no view is wider than the window.
    this.#take({ scrolled: 0, width: window.innerWidth, column: LEAST_COLUMN });
  }

  has(index: number): boolean {
    return index >= this.#from && index < this.#until;
  }

  /** Looks again: it was scrolled, or became wider. */
  look(view: HTMLElement): void {
    const column = view.querySelector<HTMLElement>('[role=row]')?.offsetWidth ?? 0;
    // To the left where the first column is on the right.
    if (column > 0) this.#take({ scrolled: Math.abs(view.scrollLeft), width: view.clientWidth, column });
  }

  #take(view: View): void {
    const { from, until } = nearOf(view);
    this.#from = from;
    this.#until = until;
  }
}
