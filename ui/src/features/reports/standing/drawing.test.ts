import { describe, expect, it } from 'vitest';
import type { Cell, ColumnKind, ReportChart, ReportReply } from '$/backend';
import { arranged, drawingOf, MOST_BARS } from './drawing';
import { isNamed } from './writing';

const SALMA = { id: 'salma', name: 'Salma Fathy', second_name: null };
const KARIM = { id: 'karim', name: 'Karim Naguib', second_name: null };

function reply(columns: [string, ColumnKind][], rows: Cell[][], chart: ReportChart, given: Partial<ReportReply> = {}): ReportReply {
  return {
    report: 'occupancy',
    from: '2026-11-01',
    to: '2026-11-04',
    site_id: null,
    doctor_id: null,
    threshold: null,
    columns: columns.map(([key, kind]) => ({ key, kind, opens: false })),
    rows: rows.map((cells) => ({ key: cells.map((cell) => (cell === null ? '' : isNamed(cell) ? cell.id : String(cell))).slice(0, 2).join('|'), cells, opens: true })),
    totals: null,
    chart,
    currency: null,
    sources: { definitions: [], at: 0, counted: 0 },
    ...given,
  };
}
const marks = (drawing: ReturnType<typeof drawingOf>) => {
  if (!('marks' in drawing)) throw new Error(drawing.kind);
  return drawing.marks;
};

describe('a report over days', () => {
  const chart: ReportChart = { kind: 'line', label: 'date', values: ['booked'] };
  const columns: [string, ColumnKind][] = [['date', 'date'], ['booked', 'count']];

  it('has every day of the period, also those nothing is known of', () => {
    const drawn = marks(drawingOf(reply(columns, [['2026-11-01', 3], ['2026-11-03', 5]], chart), undefined, 'sat'));
    expect(drawn.map(({ key, values, opens }) => [key.slice(0, 10), values[0], opens])).toEqual([
      ['2026-11-01', 3, true],
      ['2026-11-02', null, false],
      ['2026-11-03', 5, true],
      ['2026-11-04', null, false],
    ]);
  });

  it('is held day by day against the period before, the first against the first', () => {
    const before = reply(columns, [['2026-10-01', 8], ['2026-10-03', 1]], chart, { from: '2026-10-01', to: '2026-10-03' });
    const drawn = marks(drawingOf(reply(columns, [['2026-11-01', 3]], chart), before, 'sat'));
    expect(drawn.map(({ before: was }) => was)).toEqual([8, null, 1, undefined]);
  });

  it('is a line where columns would be too thin to be seen', () => {
    const year = { from: '2026-01-01', to: '2026-12-31' };
    expect(drawingOf(reply(columns, [['2026-01-01', 3]], { ...chart, kind: 'columns' }, year), undefined, 'sat').kind).toBe('line');
    expect(drawingOf(reply(columns, [['2026-11-01', 3]], { ...chart, kind: 'columns' }), undefined, 'sat').kind).toBe('columns');
  });
});

describe('a report over doctors', () => {
  const columns: [string, ColumnKind][] = [['doctor', 'doctor'], ['waited', 'minutes'], ['late', 'minutes'], ['visits', 'count']];
  const rows: Cell[][] = [[SALMA, 12, 5, 7], [KARIM, null, 0, 3]];

  it('holds each doctor against themselves, whatever the order was', () => {
    const chart: ReportChart = { kind: 'bars', label: 'doctor', values: ['visits'] };
    const now = reply(columns, rows, chart);
    const before = reply(columns, [[KARIM, 1, 1, 4]], chart);
    before.rows[0]!.key = now.rows[1]!.key;
    expect(marks(drawingOf(now, before, 'sat')).map(({ before: was }) => was)).toEqual([undefined, 4]);
  });

  it('sets two figures side by side and never on top of one another, on one scale only where they are alike', () => {
    const alike = drawingOf(reply(columns, rows, { kind: 'bars', label: 'doctor', values: ['waited', 'late'] }), undefined, 'sat');
    expect(alike).toMatchObject({ kind: 'pairs', sameScale: true });
    const unlike = drawingOf(reply(columns, rows, { kind: 'bars', label: 'doctor', values: ['visits', 'late'] }), undefined, 'sat');
    expect(unlike).toMatchObject({ kind: 'pairs', sameScale: false });
    expect(marks(alike)[1]!.texts[0]).toBe('–');
  });

  it('draws as many as can be read and says how many are left', () => {
    const many = Array.from({ length: MOST_BARS + 3 }, (_, at): Cell[] => [{ ...SALMA, id: String(at) }, 1, 1, at]);
    const drawing = drawingOf(reply(columns, many, { kind: 'bars', label: 'doctor', values: ['visits'] }), undefined, 'sat');
    expect(drawing).toMatchObject({ left: 3 });
    expect(marks(drawing).map(({ values }) => values[0]), 'the longest are drawn').toEqual(Array.from({ length: MOST_BARS }, (_, at) => MOST_BARS + 2 - at));
  });

  it('says what a mark of several parts comes to, as it is written beside it', () => {
    const chart: ReportChart = { kind: 'bars', label: 'doctor', values: ['no_show', 'by_patient', 'by_doctor'] };
    const parts: [string, ColumnKind][] = [['doctor', 'doctor'], ['no_show', 'count'], ['by_patient', 'count'], ['by_doctor', 'count']];
    expect(marks(drawingOf(reply(parts, [[SALMA, 4, 2, 3]], chart), undefined, 'sat'))[0]!.tip.lines.at(-1)).toEqual({ label: 'Together', value: '9' });
    expect(marks(drawingOf(reply(parts, [[SALMA, 4, 2, 3]], { ...chart, values: ['no_show'] }), undefined, 'sat'))[0]!.tip.lines).toHaveLength(1);
  });

  it('tells two medicines of one name apart by their strength', () => {
    const shelf: [string, ColumnKind][] = [['medicine', 'medicine'], ['strength', 'text'], ['value', 'money']];
    const medicine = (id: string) => ({ id, name: 'Augmentin', second_name: null });
    const drawing = drawingOf(reply(shelf, [[medicine('a'), '1 g', 5], [medicine('b'), null, 7]], { kind: 'bars', label: 'medicine', values: ['value'] }), undefined, 'sat');
    expect(marks(drawing).map(({ label, tip }) => [label, tip.title])).toEqual([['Augmentin 1 g', 'Augmentin 1 g'], ['Augmentin', 'Augmentin']]);
  });

  it('draws nothing where there is nothing, or where a column is not there', () => {
    expect(drawingOf(reply(columns, [], { kind: 'bars', label: 'doctor', values: ['visits'] }), undefined, 'sat').kind).toBe('none');
    expect(drawingOf(reply(columns, rows, { kind: 'bars', label: 'doctor', values: ['gone'] }), undefined, 'sat').kind).toBe('none');
  });
});

describe('a heat map', () => {
  const chart: ReportChart = { kind: 'heat', row: 'doctor', column: 'weekday', value: 'occupancy' };
  const map = reply([['doctor', 'doctor'], ['weekday', 'weekday'], ['occupancy', 'percent']], [[SALMA, 1, 714], [SALMA, 6, 905], [KARIM, 1, null]], chart);

  it('is whole: what no row speaks of has no hours', () => {
    const drawing = drawingOf(map, undefined, 'sat');
    if (drawing.kind !== 'heat') throw new Error(drawing.kind);
    expect(drawing.map.columns.map(({ key }) => key), 'as the week begins').toEqual(['6', '1']);
    expect(drawing.map.cells.map(({ value, text }) => [value, text])).toEqual([
      [905, '91'],
      [714, '71'],
      [null, '–'],
      [null, '–'],
    ]);
    expect(drawing.map.cells[2]!.opens, 'nothing stands behind what is not there').toBe(false);
    expect(drawing.map.cells[0]!.tip.title).toBe('Salma Fathy, Saturday');
  });

  it('of hours has those in between', () => {
    const hours = reply([['weekday', 'weekday'], ['hour', 'hour'], ['visits', 'count']], [[1, 9, 4], [1, 12, 2]], { kind: 'heat', row: 'weekday', column: 'hour', value: 'visits' });
    const drawing = drawingOf(hours, undefined, 'sat');
    if (drawing.kind !== 'heat') throw new Error(drawing.kind);
    expect(drawing.map.columns.map(({ key }) => key)).toEqual(['9', '10', '11', '12']);
  });
});

it('weekdays stand as the week of the clinic begins', () => {
  const days = reply([['weekday', 'weekday'], ['visits', 'count']], [1, 2, 3, 4, 5, 6, 7].map((day): Cell[] => [day, day]), { kind: 'columns', label: 'weekday', values: ['visits'] });
  expect(arranged(days, 'sat').rows.map(({ cells }) => cells[0])).toEqual([6, 7, 1, 2, 3, 4, 5]);
  expect(arranged(days, 'mon').rows.map(({ cells }) => cells[0])).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('the week of a doctor keeps its blocks on their days and its day as long as they need', () => {
  const week = reply(
    [['doctor', 'doctor'], ['weekday', 'weekday'], ['start', 'time'], ['end', 'time'], ['audience', 'code']],
    [[SALMA, 6, '09:15', '13:00', 'patient'], [SALMA, 1, '14:00', '16:30', 'rep']],
    { kind: 'week', row: 'doctor', weekday: 'weekday', start: 'start', end: 'end', group: 'audience' },
  );
  const drawing = drawingOf(week, undefined, 'sat');
  if (drawing.kind !== 'week') throw new Error(drawing.kind);
  expect([drawing.from, drawing.to]).toEqual([540, 1020]);
  expect(drawing.rows[0]!.days.map((blocks) => blocks.map(({ short, group }) => [short, group]))).toEqual([[['09:15–13', 'patient']], [], [['14–16:30', 'rep']], [], [], [], []]);
  expect(drawing.groups).toEqual(['patient', 'rep']);
});
