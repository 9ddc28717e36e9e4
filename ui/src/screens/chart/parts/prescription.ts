import { prescription } from '$messages/prescription';
import Prescribing from '../Prescribing.svelte';
import type { ChartPart } from '../parts';

export const part: ChartPart = { id: 'prescription', label: () => prescription.title, needs: 'prescribe', order: 20, component: Prescribing };
