import { expect, test } from 'vitest';
import { RefusalError, type Chart } from '$/backend';
import { OpenChart } from './chart.svelte';

function desk() {
  const asked: string[] = [];
  let refusal: string | undefined;
  const call = async (name: string, { patient_id }: { patient_id: string }) => {
    asked.push(`${name} ${patient_id}`);
    if (refusal !== undefined) throw new RefusalError({ code: refusal, params: {}, fields: [] });
    return { banner: { patient_id } } as unknown as Chart;
  };
  return { asked, refuse: (code: string | undefined) => (refusal = code), backend: { call } as never };
}

test('a chart is opened once and then read anew', async () => {
  const { asked, backend } = desk();
  const chart = new OpenChart(backend);
  await chart.reload();
  await chart.open('one');
  await chart.reload();
  await chart.open('two');
  expect(asked).toEqual(['charts.open one', 'charts.get one', 'charts.open two']);
  expect(chart.chart?.banner.patient_id).toBe('two');
});

test('what is not theirs any more is not shown any longer', async () => {
  const { backend, refuse } = desk();
  const chart = new OpenChart(backend);
  await chart.open('one');
  refuse('chart.not_yours');
  await chart.reload();
  expect([chart.status, chart.chart]).toEqual(['refused', undefined]);
  refuse('not_found');
  await chart.open('two');
  expect(chart.status).toBe('gone');
  refuse(undefined);
  await chart.open('two');
  expect(chart.status).toBe('open');
  chart.forget();
  expect([chart.status, chart.patient, chart.chart]).toEqual(['none', undefined, undefined]);
});
