/** The dashboard of this window: the screen, its bar and its foot show the same. */
import { backend } from '$/backend';
import { OverviewWork } from './overview.svelte';

export const overviewWork = new OverviewWork(backend);
