import ChartColumn from '@lucide/svelte/icons/chart-column';
import type { Screen } from '$/app/screens';
import { SCREEN } from '$/features/reports/state';
import { reports } from '$messages/reports';
import ReportsBar from './ReportsBar.svelte';
import ReportsEverywhere from './ReportsEverywhere.svelte';
import ReportsFoot from './ReportsFoot.svelte';
import ReportsScreen from './ReportsScreen.svelte';

export const screen: Screen = {
  id: SCREEN,
  label: () => reports.title,
  icon: ChartColumn,
  needs: 'read_reports',
  order: 340,
  component: ReportsScreen,
  bar: ReportsBar,
  foot: ReportsFoot,
  everywhere: ReportsEverywhere,
};
