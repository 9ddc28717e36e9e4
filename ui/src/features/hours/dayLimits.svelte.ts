// The daily caps of one doctor while they are being edited: one for every day without its own, and one a weekday.

import type { DayLimit, DayLimitEntry, SetDayLimits, Weekday } from '$/backend';
import { EditedForm } from '$/lib/edited-form.svelte';

/** `any`: every day that has no limit of its own. */
export type LimitDay = Weekday | 'any';

export interface Caps {
  patients: number | undefined;
  reps: number | undefined;
}

type Values = Record<LimitDay, Caps>;

const DAYS: readonly LimitDay[] = ['any', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function valuesOf(limits: readonly DayLimit[]): Values {
  const values = Object.fromEntries(DAYS.map((day) => [day, { patients: undefined, reps: undefined }])) as Values;
  for (const limit of limits) {
    values[limit.weekday ?? 'any'] = { patients: limit.max_patients ?? undefined, reps: limit.max_reps ?? undefined };
  }
  return values;
}

const isSet = (caps: Caps) => caps.patients !== undefined || caps.reps !== undefined;

export class DayLimits extends EditedForm<Values> {
  constructor() {
    super(valuesOf([]));
  }

  load(limits: readonly DayLimit[]): void {
    this.reset(valuesOf(limits));
  }

  /** What holds on a weekday: its own limit as a whole, else that of every other day. */
  inForce(weekday: Weekday): Caps {
    const own = this.values[weekday];
    return isSet(own) ? own : this.values.any;
  }

  hasOwn(weekday: Weekday): boolean {
    return isSet(this.values[weekday]);
  }

  get #sent(): LimitDay[] {
    return DAYS.filter((day) => isSet(this.values[day]));
  }

  toRequest(doctorId: string): SetDayLimits {
    const limits = this.#sent.map((day): DayLimitEntry => {
      const { patients, reps } = this.values[day];
      return { weekday: day === 'any' ? null : day, max_patients: patients ?? null, max_reps: reps ?? null };
    });
    return { doctor_id: doctorId, limits };
  }

  /** `limits[2].max_reps` of the desk is `thu.reps` here. */
  override fieldOf(path: string): string {
    const found = /^limits\[(\d+)\]\.max_(patients|reps)$/.exec(path);
    return found ? `${this.#sent[Number(found[1])] ?? 'any'}.${found[2]}` : path;
  }
}
