// A closure or an extra opening while it is being described, and the holidays picked from a country's list.
// Knows no DOM; which visits it touches is asked of the desk.

import type { AddClosure, Closure, ClosureEffect, Holiday, SiteId, WallDate, WallTime } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';

export interface ClosureValues {
  effect: ClosureEffect;
  /** `site:<id>` or `doctor:<id>`: one choice on the screen. */
  target: string;
  first_date: WallDate | null;
  last_date: WallDate | null;
  part: 'whole_day' | 'part_of_day';
  from: WallTime | null;
  until: WallTime | null;
  reason: string;
}

export function emptyClosure(target: string, first: WallDate | null): ClosureValues {
  return { effect: 'closed', target, first_date: first, last_date: null, part: 'whole_day', from: null, until: null, reason: '' };
}

export function valuesOf(closure: Closure): ClosureValues {
  const { effect, first_date, last_date, from, until, reason } = closure;
  const target = closure.doctor_id !== null ? `doctor:${closure.doctor_id}` : `site:${closure.site_id}`;
  return { effect, target, first_date, last_date, part: from === null ? 'whole_day' : 'part_of_day', from, until, reason };
}

export class ClosureForm extends EditedForm<ClosureValues> {
  /** An opening says when; there is no "open all day". */
  readonly hasTimes = $derived(this.values.part === 'part_of_day' || this.values.effect === 'opened');

  /** Enough is known to ask which visits it touches. */
  readonly complete = $derived(
    this.values.target !== '' &&
      this.values.first_date !== null &&
      (!this.hasTimes || (this.values.from !== null && this.values.until !== null)),
  );

  /** `null` while something is still open. */
  toRequest(): AddClosure | null {
    const { target, first_date, last_date, from, until, effect, reason } = this.values;
    if (!this.complete || first_date === null) return null;
    const [kind, id] = target.split(':', 2) as ['site' | 'doctor', string];
    return {
      site_id: kind === 'site' ? id : null,
      doctor_id: kind === 'doctor' ? id : null,
      first_date,
      last_date: last_date ?? first_date,
      from: this.hasTimes ? from : null,
      until: this.hasTimes ? until : null,
      effect,
      reason: textOrNull(reason),
    };
  }
}

/** Which holidays of a list are to become closures; those already closed are left out. */
export class HolidayPick {
  offered = $state.raw<readonly Holiday[]>([]);
  chosen = $state<WallDate[]>([]);
  #closed = $state.raw<ReadonlySet<WallDate>>(new Set());

  readonly open = $derived(this.offered.filter((holiday) => !this.#closed.has(holiday.date)));
  readonly all = $derived(this.open.length > 0 && this.open.every((holiday) => this.chosen.includes(holiday.date)));

  /** `closed`: days on which the site is closed already. */
  offer(holidays: readonly Holiday[], closed: ReadonlySet<WallDate>): void {
    this.offered = holidays;
    this.#closed = closed;
    this.chosen = [];
  }

  isClosed(date: WallDate): boolean {
    return this.#closed.has(date);
  }

  toggle(date: WallDate): void {
    if (this.isClosed(date)) return;
    this.chosen = this.chosen.includes(date) ? this.chosen.filter((each) => each !== date) : [...this.chosen, date];
  }

  toggleAll(): void {
    this.chosen = this.all ? [] : this.open.map((holiday) => holiday.date);
  }

  /** One closure a holiday; days in a row with the same name become one. */
  toRequests(siteId: SiteId, language: 'en' | 'ar', dayAfter: (date: WallDate) => WallDate): AddClosure[] {
    const picked = this.offered
      .filter((holiday) => this.chosen.includes(holiday.date))
      .sort((a, b) => a.date.localeCompare(b.date));
    const closures: (AddClosure & { last_date: WallDate })[] = [];
    for (const holiday of picked) {
      const reason = language === 'ar' ? (holiday.name_ar ?? holiday.name) : holiday.name;
      const before = closures.at(-1);
      if (before && before.reason === reason && dayAfter(before.last_date) === holiday.date) before.last_date = holiday.date;
      else closures.push({ site_id: siteId, first_date: holiday.date, last_date: holiday.date, effect: 'closed', reason });
    }
    return closures;
  }
}
