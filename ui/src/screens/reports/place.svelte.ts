// Where in the reports one is, read from the address: which report, and what is asked of it.

import { navigation } from '$/app/navigation.svelte';
import { SCREEN } from '$/features/reports/state';
import { readAsked, toParams, type Asked } from '$/features/reports/standing/asked';
import { nowFor, remember, remembered, shelf } from '$/features/reports/standing/state';
import type { Now } from '$/features/reports/standing/period';
import { isWallDate } from '$/lib/dates';

export const CLOSING = 'closing';
export const OVERVIEW = 'overview';

class Place {
  /** A day alone in the address is the closing report's. */
  get report(): string | undefined {
    const { report, date } = navigation.params;
    return report ?? (date === undefined ? undefined : CLOSING);
  }

  get now(): Now {
    return nowFor(this.report ?? '', navigation.params.site);
  }

  /** What is asked, as far as the report can be narrowed by it. */
  get asked(): Asked {
    const asked = readAsked(navigation.params, this.now);
    const takes = shelf.find(asked.report)?.takes;
    return {
      ...asked,
      site: takes?.site === false ? undefined : asked.site,
      doctor: takes?.doctor === false ? undefined : asked.doctor,
      threshold: takes?.threshold ? asked.threshold : undefined,
    };
  }

  /** Asks for something else. What is opened is a step back's worth; other filters tell the same place more exactly. */
  ask(asked: Asked): void {
    const params = toParams(asked, this.now);
    remember(withoutUndefined(params));
    const opens = asked.row !== undefined && asked.row !== this.asked.row;
    if (opens) navigation.go(SCREEN, params);
    else navigation.replace(SCREEN, params);
  }

  /** What is asked of the dashboard. */
  get overview(): { day: string | undefined; site: string | undefined; table: boolean } {
    const { date, site, look } = navigation.params;
    return { day: date !== undefined && isWallDate(date) ? date : undefined, site, table: look === 'table' };
  }

  askOverview(change: Partial<Place['overview']>): void {
    const { day, site, table } = { ...this.overview, ...change };
    navigation.replace(SCREEN, { report: OVERVIEW, date: day, site, look: table ? 'table' : undefined });
  }

  /** Another report, with the period and the filters of the last one. */
  paramsOf(name: string): Record<string, string> {
    const { period, from, to, site, doctor, against } = remembered();
    const params = name === CLOSING || name === OVERVIEW ? { report: name } : { report: name, period, from, to, site, doctor, against };
    return withoutUndefined(params);
  }

  hrefOf(name: string): string {
    return `#/${SCREEN}?${new URLSearchParams(this.paramsOf(name)).toString()}`;
  }
}

function withoutUndefined(params: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export const place = new Place();
