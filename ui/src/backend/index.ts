import { refusalFrom, type Backend, type RefusalError } from './backend';
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

type Refused = (refusal: RefusalError) => void;
const refusedListeners = new Set<Refused>();

/** The desk. */
export const backend: Backend = {
  call: async (name, input) => {
    try {
      return await door().call(name, input);
    } catch (error) {
      const refusal = refusalFrom(error);
      for (const heard of refusedListeners) heard(refusal);
      throw refusal;
    }
  },
  onChange: (heard) => door().onChange(heard),
};

/** Hears of every refusal before its caller does: for the seat that was lost meanwhile. Returns the way to stop. */
export function onRefused(heard: Refused): () => void {
  refusedListeners.add(heard);
  return () => refusedListeners.delete(heard);
}

function door(): Backend {
  if (!connected) throw new Error('connect() comes first');
  return connected;
}
