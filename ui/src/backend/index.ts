import { refusalFrom, type Backend, type RefusalError } from './backend';
import { BrowserFaultLog, faultOf, type FaultLog } from './fault-log';
import { bridgeToken, HttpBackend } from './http';
import { BrowserPrinter, type Printer } from './printer';
import { TauriBackend, TauriFaultLog, TauriPrinter } from './tauri';

export * from './backend';
export type * from './bindings';
export type { Printer } from './printer';

let connected: Backend | undefined;
let connectedPrinter: Printer | undefined;
let connectedLog: FaultLog | undefined;

/** Settles both doors once, at start. Tests and development may give their own. */
export function connect(given?: Backend, givenPrinter?: Printer): Backend {
  const inWindow = '__TAURI_INTERNALS__' in globalThis;
  connected = given ?? (inWindow ? new TauriBackend() : new HttpBackend(bridgeToken()));
  connectedPrinter = givenPrinter ?? (inWindow ? new TauriPrinter() : new BrowserPrinter());
  connectedLog = inWindow ? new TauriFaultLog() : new BrowserFaultLog();
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

/** The way to paper. */
export const printer: Printer = {
  print: (paper) => wayOut().print(paper),
  save: (paper) => wayOut().save(paper),
};

/** Writes down an error that nobody expected, and answers what to tell of it. */
export async function writeFault(error: unknown): Promise<RefusalError> {
  if (!connectedLog) throw new Error('connect() comes first');
  return connectedLog.write(faultOf(error));
}

/** Hears of every refusal before its caller does: for the seat that was lost meanwhile. Returns the way to stop. */
export function onRefused(heard: Refused): () => void {
  refusedListeners.add(heard);
  return () => refusedListeners.delete(heard);
}

function door(): Backend {
  if (!connected) throw new Error('connect() comes first');
  return connected;
}

function wayOut(): Printer {
  if (!connectedPrinter) throw new Error('connect() comes first');
  return connectedPrinter;
}
