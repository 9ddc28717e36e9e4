import { documents } from '$messages/documents';
import DocumentsPart from '../DocumentsPart.svelte';
import type { ChartPart } from '../parts';

export const part: ChartPart = { id: 'documents', label: () => documents.title, needs: 'read_charts', order: 30, component: DocumentsPart };
