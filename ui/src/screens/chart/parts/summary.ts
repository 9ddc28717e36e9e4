import { chart } from '$messages/chart';
import Summary from '../Summary.svelte';
import type { ChartPart } from '../parts';

export const part: ChartPart = { id: 'summary', label: () => chart.summary, needs: 'read_charts', order: 10, component: Summary };
