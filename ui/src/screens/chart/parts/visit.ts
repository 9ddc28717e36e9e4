import { chart } from '$messages/chart';
import VisitPart from '../VisitPart.svelte';
import type { ChartPart } from '../parts';

export const part: ChartPart = { id: 'visit', label: () => chart.visit, needs: 'read_charts', order: 20, component: VisitPart };
