import { describe, expect, it } from 'vitest';

import type { DayLimit } from '$/backend';
import { DayLimits } from './dayLimits.svelte';

const limit = (weekday: DayLimit['weekday'], max_patients: number | null, max_reps: number | null): DayLimit => ({
  id: 'l',
  doctor_id: 'd',
  weekday,
  max_patients,
  max_reps,
});

describe('day limits', () => {
  it('sends_only_days_that_have_a_figure', () => {
    const limits = new DayLimits();
    limits.load([limit(null, 20, 2), limit('thu', 12, null)]);
    expect(limits.dirty).toBe(false);
    expect(limits.toRequest('d')).toEqual({
      doctor_id: 'd',
      limits: [
        { weekday: null, max_patients: 20, max_reps: 2 },
        { weekday: 'thu', max_patients: 12, max_reps: null },
      ],
    });
  });

  it('an_emptied_day_takes_that_of_every_other_day', () => {
    const limits = new DayLimits();
    limits.load([limit(null, 20, 2), limit('thu', 12, 1)]);
    limits.values.thu = { patients: undefined, reps: undefined };
    expect(limits.inForce('thu').patients).toBe(20);
    expect(limits.toRequest('d').limits).toHaveLength(1);
    expect(limits.dirty).toBe(true);
  });

  it('zero_is_a_limit_and_not_the_lack_of_one', () => {
    const limits = new DayLimits();
    limits.load([limit('fri', 0, null)]);
    expect(limits.hasOwn('fri')).toBe(true);
    expect(limits.inForce('fri').patients).toBe(0);
  });

  it('brings_the_desks_path_home_to_its_day', () => {
    const limits = new DayLimits();
    limits.load([limit(null, 20, 2), limit('thu', 12, 1)]);
    expect(limits.fieldOf('limits[1].max_reps')).toBe('thu.reps');
    expect(limits.fieldOf('limits[0].max_patients')).toBe('any.patients');
  });
});
