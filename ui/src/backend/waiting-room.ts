// The waiting room's doors: the one command its window may call, and the way to open that window.

import { invoke } from '@tauri-apps/api/core';
import type { Numbers } from './bindings';
import { bridgeToken, HttpBackend } from './http';

const inWindow = () => '__TAURI_INTERNALS__' in globalThis;

/** The way to the numbers that hang in the waiting room. */
export function numbersDoor(): () => Promise<Numbers> {
  if (inWindow()) return () => invoke<Numbers>('waiting_numbers');
  const bridge = new HttpBackend(bridgeToken());
  return () => bridge.call('queue.numbers', {});
}

/** Opens the window of the waiting room; in a browser, in development and tests, a tab. */
export async function openWaitingRoom(): Promise<void> {
  if (inWindow()) await invoke('open_waiting_room');
  else window.open('/waiting-room.html');
}
