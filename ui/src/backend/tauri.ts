// The window's own door: the shell's `call` command and its `news` event.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { refusalFrom, type Backend, type Change, type CommandName, type Input, type Output } from './backend';

export class TauriBackend implements Backend {
  async call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> {
    try {
      return await invoke<Output<K>>('call', { name, input });
    } catch (answer) {
      throw refusalFrom(answer);
    }
  }

  onChange(heard: (change: Change) => void): () => void {
    const listening = listen<Change>('news', (event) => heard(event.payload));
    return () => void listening.then((stop) => stop());
  }
}
