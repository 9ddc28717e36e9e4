import { beforeEach, expect, it } from 'vitest';
import type { ReportReply } from '$/backend';
import { readAsked, type Asked } from './asked';
import type { Now } from './period';
import { StandingReport } from './report.svelte';

const NOW: Now = { today: '2026-11-21', weekStart: 'sat', ahead: false };
const asked = (given: Partial<Asked> = {}): Asked => ({ ...readAsked({ report: 'occupancy' }, NOW), ...given });

let periods: string[];
let fail: boolean;
let report: StandingReport;

beforeEach(() => {
  periods = [];
  fail = false;
  const call = async (_: string, input: { report: string; from: string; to: string }) => {
    periods.push(`${input.from} ${input.to}`);
    if (fail) throw new Error('gone');
    return { report: input.report, from: input.from } as ReportReply;
  };
  report = new StandingReport({ call: call as never });
});

it('is counted once for what decides on its figures, however it is shown', async () => {
  await report.show(asked(), NOW);
  await report.show(asked({ table: true, row: 'a' }), NOW);
  expect(periods).toEqual(['2026-11-01 2026-11-21']);
  await report.show(asked({ doctor: 'salma' }), NOW);
  expect(periods).toHaveLength(2);
});

it('brings the period before where it is held against it, and forgets it again', async () => {
  await report.show(asked({ against: true }), NOW);
  expect(periods).toEqual(['2026-11-01 2026-11-21', '2026-10-01 2026-10-21']);
  expect(report.before?.from).toBe('2026-10-01');
  await report.show(asked(), NOW);
  expect(report.before).toBeUndefined();
});

it('shows nothing of one report under the name of another', async () => {
  await report.show(asked(), NOW);
  const next = report.show(asked({ report: 'peak_day' }), NOW);
  expect(report.reply).toBeUndefined();
  await next;
  expect(report.reply?.report).toBe('peak_day');
});

it('keeps what it has when it could not be counted anew, and asks again', async () => {
  await report.show(asked(), NOW);
  fail = true;
  await report.reload();
  expect(report.status.at).toBe('failed');
  expect(report.reply).toBeDefined();
  fail = false;
  await report.show(asked(), NOW);
  expect(report.status.at).toBe('ready');
});

it('takes no answer that comes after it was left', async () => {
  const late = report.show(asked(), NOW);
  report.leave();
  await late;
  expect(report.reply).toBeUndefined();
  expect(report.status.at).toBe('rest');
});
