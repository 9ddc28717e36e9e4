// Toasts: what happened, and the way back.

import { toast as sonner } from 'svelte-sonner';
import ToastBody from './ToastBody.svelte';

/** A sentence; one that is made where it is drawn follows the language on screen, as long as what it tells of stays as it is. */
export type Said = string | (() => string);
/** The button on a toast. */
export type ToastWay = { label: Said; key?: string; run: () => void };
export type ToastId = string | number;

/** Long enough to read a sentence twice and reach for the key (WCAG 2.2.1 is met by Ctrl+Z and the audit trail). */
const SHOWN_MILLISECONDS = 8_000;

let shown = 0;

function show(tone: 'done' | 'failed', sentence: Said, way?: ToastWay): ToastId {
  const id = `toast-${(shown += 1)}`;
  sonner.custom(ToastBody, {
    id,
    duration: tone === 'failed' ? SHOWN_MILLISECONDS * 2 : SHOWN_MILLISECONDS,
    componentProps: { tone, sentence, way, dismiss: () => sonner.dismiss(id) },
  });
  return id;
}

export const toast = {
  done: (sentence: Said, way?: ToastWay) => show('done', sentence, way),
  failed: (sentence: Said, way?: ToastWay) => show('failed', sentence, way),
  dismiss: (id: ToastId) => void sonner.dismiss(id),
  dismissAll: () => void sonner.dismiss(),
};

/** As it is to be read now. */
export const read = (said: Said): string => (typeof said === 'function' ? said() : said);
