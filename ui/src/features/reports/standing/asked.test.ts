import { expect, it } from 'vitest';
import { readAsked, toParams, type Params } from './asked';

const NOW = { today: '2026-11-21', weekStart: 'sat', ahead: false } as const;
const through = (params: Params) => JSON.parse(JSON.stringify(toParams(readAsked(params, NOW), NOW))) as Params;

it('what stands in the address is asked for, and asked for it stands there again', () => {
  const full = { report: 'occupancy', from: '2026-10-03', to: '2026-10-31', site: 's', doctor: 'd', threshold: '40', against: 'before', look: 'table', row: 'r', column: 'c' };
  expect(through(full)).toEqual(full);
});

it('what it leaves open is this month of everybody', () => {
  expect(readAsked({ report: 'peak_day' }, NOW)).toMatchObject({ report: 'peak_day', from: '2026-11-01', to: '2026-11-21', site: undefined });
});

it('a period with a name goes with the days', () => {
  const params = { report: 'peak_day', period: 'last_week' };
  expect(through(params)).toEqual(params);
  expect(through({ report: 'peak_day', from: '2026-11-14', to: '2026-11-20' })).toEqual(params);
  expect(readAsked(params, { ...NOW, today: '2026-11-28' })).toMatchObject({ from: '2026-11-21', to: '2026-11-27' });
});

it('an address that makes no sense is set right', () => {
  for (const wrong of [{ from: '2026-02-30', to: '2026-03-01' }, { from: '2026-11-09', to: '2026-11-01' }, { from: '2026-11-01' }]) {
    expect(readAsked({ report: 'x', ...wrong } as Params, NOW)).toMatchObject({ from: '2026-11-01', to: '2026-11-21' });
  }
  expect(readAsked({ threshold: '-3' }, NOW).threshold).toBeUndefined();
  expect(readAsked({ threshold: 'x' }, NOW).threshold).toBeUndefined();
});
