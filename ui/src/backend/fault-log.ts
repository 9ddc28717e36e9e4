// Where a fault of the screens themselves is written down, under a number that the person at the desk can tell.

import { RefusalError } from './backend';

/** Of an error only what it is called and where it was: its words may hold what somebody typed. */
export interface ScreenFault {
  kind: string;
  /** Innermost first: `main-CQhqSegq.js:1:2034`. */
  places: string[];
}

export interface FaultLog {
  /** Answers what to tell. */
  write(fault: ScreenFault): Promise<RefusalError>;
}

/** A browser, in development and in tests: what nobody caught stands in its console already. */
export class BrowserFaultLog implements FaultLog {
  async write({ kind }: ScreenFault): Promise<RefusalError> {
    return new RefusalError({ code: 'fault', incident: kind });
  }
}

const MOST_PLACES = 12;

export function faultOf(error: unknown): ScreenFault {
  if (!(error instanceof Error)) return { kind: typeof error, places: [] };
  const places = error.stack?.match(/[\w.-]+\.m?[jt]s\b[^:\s]*:\d+:\d+/g) ?? [];
  return { kind: error.name, places: places.slice(0, MOST_PLACES) };
}
