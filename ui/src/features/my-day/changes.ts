// What became different in a doctor's day between two looks at it.

import type { Appointment, AppointmentStatus, WallDate, WallTime } from '$/backend';

/** The day as it was looked at: enough to tell what changed, and nothing of what a visit is about. */
export type Look = { date: WallDate; visits: Record<string, { name: string; start: WallTime; status: AppointmentStatus }> };

export type Change = { what: 'new' | 'moved' | 'gone' | 'here' | 'missed'; id: string; name: string; start: WallTime; before: WallTime };

export function lookAt(date: WallDate, visits: readonly Appointment[]): Look {
  return { date, visits: Object.fromEntries(visits.map(({ id, patient_name, start, status }) => [id, { name: patient_name, start, status }])) };
}

const isOff = (status: AppointmentStatus) => status === 'cancelled' || status === 'rescheduled';

/** What changed, in the order of the day. Of another day, nothing did: it is all new, and none of it news. */
export function changesSince(before: Look | null, now: Look): Change[] {
  if (before === null || before.date !== now.date) return [];
  const changes: Change[] = [];
  for (const [id, { name, start, status }] of Object.entries(now.visits)) {
    const known = before.visits[id];
    const say = (what: Change['what']) => changes.push({ what, id, name, start, before: known?.start ?? start });
    if (known === undefined) {
      if (!isOff(status)) say('new');
    } else if (isOff(status) && !isOff(known.status)) say('gone');
    else if (status === 'no_show' && known.status !== 'no_show') say('missed');
    else if (start !== known.start) say('moved');
    else if (status === 'arrived' && known.status !== 'arrived') say('here');
  }
  // Moved to another day or doctor, a visit is not in the list any more.
  for (const [id, { name, start, status }] of Object.entries(before.visits)) {
    if (now.visits[id] === undefined && !isOff(status)) changes.push({ what: 'gone', id, name, start, before: start });
  }
  return changes.sort((one, other) => one.start.localeCompare(other.start));
}
