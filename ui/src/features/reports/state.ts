/** The one closing report of this window: the screen and its bar show the same. */
import { backend } from '$/backend';
import { Closing } from './closing.svelte';

export const SCREEN = 'reports';

export const closing = new Closing(backend);
