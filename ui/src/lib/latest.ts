/**
 * Questions of which only the newest answer counts: a search while one types, a check while one drags.
 *
 * One is under way at a time. Those that pile up meanwhile are never asked except the last, so typing fast cannot queue up
 * work at the desk, and an old answer never overwrites a newer one.
 */
export class Latest<A> {
  #underWay = false;
  #asked = 0;
  #waiting: (() => void) | undefined;

  /** The answer, or `undefined` when a newer question came before it. */
  async ask(question: () => Promise<A>): Promise<A | undefined> {
    const turn = (this.#asked += 1);
    while (this.#underWay) {
      this.#waiting?.();
      await new Promise<void>((go) => (this.#waiting = go));
      if (turn !== this.#asked) return undefined;
    }
    this.#underWay = true;
    try {
      const answer = await question();
      return turn === this.#asked ? answer : undefined;
    } catch (error) {
      if (turn === this.#asked) throw error;
      return undefined;
    } finally {
      this.#underWay = false;
      const next = this.#waiting;
      this.#waiting = undefined;
      next?.();
    }
  }

  /** Makes every question so far an old one. */
  drop(): void {
    this.#asked += 1;
  }
}
