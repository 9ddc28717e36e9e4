/** An icon for each look of a visit and each step of it. Together with the word it says what colour alone must not. */
import type { Component } from 'svelte';
import Armchair from '@lucide/svelte/icons/armchair';
import BriefcaseBusiness from '@lucide/svelte/icons/briefcase';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Check from '@lucide/svelte/icons/check';
import CheckCheck from '@lucide/svelte/icons/check-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Layers2 from '@lucide/svelte/icons/layers-2';
import Move from '@lucide/svelte/icons/move';
import Stethoscope from '@lucide/svelte/icons/stethoscope';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import UserX from '@lucide/svelte/icons/user-x';
import type { AppointmentStatus } from '$/backend/bindings';
import type { VisitLook } from './visit-look';
import type { VisitStep } from './visit-steps';

export const LOOK_ICONS: Readonly<Record<VisitLook, Component>> = {
  scheduled: CircleDashed,
  confirmed: Check,
  arrived: Armchair,
  in_consultation: Stethoscope,
  completed: CheckCheck,
  no_show: UserX,
  clash: TriangleAlert,
  holder: TriangleAlert,
  overbooked: Layers2,
  rep: BriefcaseBusiness,
};

/** Every state an appointment can be in: the board does not draw the last two, a list of visits does. */
export const STATUS_ICONS: Readonly<Record<AppointmentStatus, Component>> = {
  ...LOOK_ICONS,
  cancelled: CalendarX,
  rescheduled: CalendarSync,
};

export const STEP_ICONS: Readonly<Record<VisitStep, Component>> = {
  confirm: Check,
  arrive: Armchair,
  start: Stethoscope,
  complete: CheckCheck,
  no_show: UserX,
  cancel: CalendarX,
  move: Move,
};
