/**
 * What the board lays out: the doctors of a day, or the days of a doctor. Either is columns of one doctor on one day each; beyond
 * here hardly anything asks which.
 */
import type { Appointment, Day, DoctorDay, RepVisit, TimeSpan, WallDate, WallTime, Week } from '$/backend/bindings';
import { weekdayOf } from '$/lib/dates';
import { stopsOf, type Stop } from './cursor';
import type { VisibleRange } from './geometry';
import { laneOut, WHOLE_COLUMN, type Lane } from './lanes';
import { keyOf, type Place } from './place';
import { regionsOf, wholeDayClosure, type Region } from './regions';
import type { BoardVisit } from './visits';

export interface SheetColumn {
  date: WallDate;
  doctor: DoctorDay;
  /** Wall time that this day does not have, and that it has twice. */
  missing: TimeSpan | null;
  twice: TimeSpan | null;
  weekend: boolean;
}

export interface Sheet {
  /** What stands side by side. */
  across: 'doctors' | 'days';
  today: WallDate;
  now: WallTime;
  columns: readonly SheetColumn[];
  appointments: readonly Appointment[];
  rep_visits: readonly RepVisit[];
  provisional: readonly string[];
  /** The day as the desk told it, where it is one day. */
  day?: Day;
}

export function sheetOfDay(day: Day): Sheet {
  const { date, today, now, missing, twice, appointments, rep_visits, provisional } = day;
  const columns = day.columns.map((doctor) => ({ date, doctor, missing, twice, weekend: false }));
  return { across: 'doctors', today, now, columns, appointments, rep_visits, provisional, day };
}

export function sheetOfWeek({ stretch, appointments, rep_visits, provisional }: Week): Sheet {
  const { today, now, weekend_days, days } = stretch;
  const columns = days.map((day) => ({ ...day, weekend: weekend_days.includes(weekdayOf(day.date)) }));
  return { across: 'days', today, now, columns, appointments, rep_visits, provisional };
}

export interface BoardColumn extends SheetColumn {
  /** Unique on the board. */
  key: string;
  at: Place;
  regions: Region[];
  visits: (BoardVisit & { place: Lane })[];
  stops: Stop[];
  closedAllDay: boolean;
  /** Neither hours nor visits nor a closure that would say why. */
  isIdle: boolean;
}

/** Visits laid out in their columns. */
export function columnsOf(sheet: Sheet, visits: Iterable<BoardVisit>, range: VisibleRange): BoardColumn[] {
  const byColumn = new Map<string, BoardVisit[]>();
  for (const visit of visits) {
    const key = keyOf(visit);
    const there = byColumn.get(key);
    if (there) there.push(visit);
    else byColumn.set(key, [visit]);
  }
  return sheet.columns.map((column) => {
    const { doctor, date } = column;
    const at = { doctor: doctor.doctor_id, date };
    const mine = byColumn.get(keyOf(at)) ?? [];
    const lanes = laneOut(mine, (visit) => visit.look !== 'clash' && !(visit.kind === 'patient' && visit.over));
    const placed = mine.map((visit) => ({ ...visit, place: lanes.get(visit.key) ?? WHOLE_COLUMN }));
    placed.sort((a, b) => a.from - b.from || a.place.lane - b.place.lane);
    const closedAllDay = wholeDayClosure(doctor) !== undefined;
    return {
      ...column,
      key: keyOf(at),
      at,
      visits: placed,
      regions: regionsOf(doctor, range),
      stops: stopsOf(placed, range),
      closedAllDay,
      isIdle: !closedAllDay && doctor.open.length === 0 && placed.length === 0,
    };
  });
}
