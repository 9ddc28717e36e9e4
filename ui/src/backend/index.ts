import type { Backend } from './backend';
import { bridgeToken, HttpBackend } from './http';
import { TauriBackend } from './tauri';

export * from './backend';
export type * from './bindings';

let connected: Backend | undefined;

/** Settles the door once, at start. Tests and development may give one of their own. */
export function connect(given?: Backend): Backend {
  if (given) connected = given;
  else if ('__TAURI_INTERNALS__' in window) connected = new TauriBackend();
  else connected = new HttpBackend(bridgeToken());
  return connected;
}

/** The desk. */
export const backend: Backend = {
  call: (name, input) => door().call(name, input),
  onChange: (heard) => door().onChange(heard),
};

function door(): Backend {
  if (!connected) throw new Error('connect() comes first');
  return connected;
}
