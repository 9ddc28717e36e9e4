// The bridge of development and browser tests: `POST /rpc`, and changes over `GET /events`, both of the page's own origin (the
// development server passes them on). Loopback only, with a token that the bridge prints in the address it offers.

import { refusalFrom, RefusalError, type Backend, type Change, type CommandName, type Input, type Output } from './backend';

type Answer = { result?: unknown; error?: unknown };

export class HttpBackend implements Backend {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  async call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> {
    const answer = await this.#ask(name, input);
    if (answer.error !== undefined) throw refusalFrom(answer.error);
    return answer.result as Output<K>;
  }

  onChange(heard: (change: Change) => void): () => void {
    // An event source cannot send headers.
    const events = new EventSource(`/events?token=${encodeURIComponent(this.#token)}`);
    events.onmessage = (event: MessageEvent<string>) => heard(JSON.parse(event.data) as Change);
    return () => events.close();
  }

  async #ask(command: string, input: unknown): Promise<Answer> {
    try {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
        body: JSON.stringify({ command, input }),
      });
      return (await response.json()) as Answer;
    } catch {
      throw new RefusalError({ code: 'desk.unreachable' });
    }
  }
}

const KEPT_AS = 'clinic-desk.bridge-token';

/** The token this page was opened with, kept for the tab so that a reload finds it again, and taken out of the address. */
export function bridgeToken(): string {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  if (given === null) return sessionStorage.getItem(KEPT_AS) ?? '';
  sessionStorage.setItem(KEPT_AS, given);
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
  return given;
}
