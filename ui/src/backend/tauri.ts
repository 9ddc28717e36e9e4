// The window's own doors: the shell's `call` command and its `news` event, and its two ways for a finished paper.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { refusalFrom, type Backend, type RefusalError, type Change, type CommandName, type Input, type Output } from './backend';
import type { Paper } from './bindings';
import type { FaultLog, ScreenFault } from './fault-log';
import type { Printer } from './printer';

export class TauriBackend implements Backend {
  async call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> {
    return ask<Output<K>>('call', { name, input });
  }

  onChange(heard: (change: Change) => void): () => void {
    const listening = listen<Change>('news', (event) => heard(event.payload));
    return () => void listening.then((stop) => stop());
  }
}

export class TauriPrinter implements Printer {
  async print(paper: Paper): Promise<string | null> {
    return (await ask<{ printer: string | null }>('print_paper', { paper })).printer;
  }

  async save(paper: Paper): Promise<boolean> {
    return (await ask<{ saved: boolean }>('save_paper', { paper })).saved;
  }
}

export class TauriFaultLog implements FaultLog {
  async write(fault: ScreenFault): Promise<RefusalError> {
    return refusalFrom(await ask<unknown>('tell_fault', { fault }));
  }
}

async function ask<Answer>(command: string, input: Record<string, unknown>): Promise<Answer> {
  try {
    return await invoke<Answer>(command, input);
  } catch (answer) {
    throw refusalFrom(answer);
  }
}
