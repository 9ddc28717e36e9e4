// The pages of the audit trail that are on screen: what is asked for, what came, and what the whole chain is worth.

import { backend, refusalFrom, type AccountId, type ListOperations, type OperationLine, type VerifyReply, type WallDate } from '$/backend';
import { addDays, wallClock } from '$/lib/dates';

export const PAGE = 60;
export const ANY = 'any';

/** Whose operations: this desk's own, or those of all desks, which the hub keeps. */
export type Whose = 'own' | 'all';

/** What says that the hub cannot be asked just now. */
const NO_HUB = ['sync.unreachable', 'sync.hub_busy', 'sync.hub_failed', 'sync.not_enrolled', 'sync.code_refused'];

export interface Filters {
  account: AccountId | typeof ANY;
  /** Only kinds that start so. */
  kind: string;
  from: WallDate | undefined;
  until: WallDate | undefined;
  /** Only what touched this row: a patient's id. */
  subject: string | undefined;
}

export const NO_FILTERS: Filters = { account: ANY, kind: ANY, from: undefined, until: undefined, subject: undefined };

/** The instant at which a day of the wall begins in a zone. */
export function startOfDay(date: WallDate, zone: string): number {
  const guess = Date.parse(`${date}T00:00:00Z`);
  /** How far the wall of the zone is ahead of UTC at an instant. */
  const ahead = (at: number) => {
    const { date: day, time } = wallClock(zone, new Date(at));
    return Date.parse(`${day}T${time}:00Z`) - at;
  };
  // Twice: the offset at the guess may not be the one that holds at midnight itself.
  const once = guess - ahead(guess);
  const found = guess - ahead(once);
  // A midnight that the clock jumps over: the day begins where the jump lands.
  return found + ahead(found) < guess ? once : found;
}

export function toRequest(filters: Filters, zone: string, before: number | null): ListOperations {
  return {
    subject: filters.subject ?? null,
    account_id: filters.account === ANY ? null : filters.account,
    kind: filters.kind === ANY ? null : filters.kind,
    from: filters.from === undefined ? null : startOfDay(filters.from, zone),
    // The last day counts as a whole.
    until: filters.until === undefined ? null : startOfDay(addDays(filters.until, 1), zone) - 1,
    before,
    limit: PAGE,
  };
}

export class Trail {
  operations = $state.raw<OperationLine[]>([]);
  names = $state.raw<Record<string, string>>({});
  more = $state(false);
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  verified = $state.raw<VerifyReply | null>(null);
  verifying = $state(false);
  /** Those of all desks were asked for, and the hub could not be reached: these are this desk's own. */
  ownOnly = $state(false);
  #next: number | null = null;
  #asked = 0;

  async load(filters: Filters, zone: string, whose: Whose = 'own'): Promise<void> {
    await this.#page(toRequest(filters, zone, null), [], whose);
  }

  async older(filters: Filters, zone: string, whose: Whose = 'own'): Promise<void> {
    // What is on screen goes on as it began.
    const command = this.ownOnly ? 'own' : whose;
    await this.#page(toRequest(filters, zone, this.#next), this.operations, command);
  }

  async verify(): Promise<void> {
    this.verifying = true;
    this.verified = null;
    try {
      this.verified = await backend.call('ledger.verify', {});
    } finally {
      this.verifying = false;
    }
  }

  async #page(request: ListOperations, before: OperationLine[], whose: Whose): Promise<void> {
    const asked = ++this.#asked;
    this.status = 'loading';
    try {
      const { reply, ownOnly } = await this.#read(request, whose, before.length > 0);
      // The filters changed meanwhile: another answer is under way.
      if (asked !== this.#asked) return;
      this.operations = [...before, ...reply.operations];
      this.names = { ...(before.length > 0 ? this.names : {}), ...reply.names };
      this.more = reply.more;
      this.#next = reply.next;
      if (before.length === 0) this.ownOnly = ownOnly;
      this.status = 'ready';
    } catch (error) {
      if (asked === this.#asked) this.status = 'failed';
      throw error;
    }
  }

  async #read(request: ListOperations, whose: Whose, goesOn: boolean) {
    if (whose === 'all') {
      try {
        return { reply: await backend.call('hub.trail', request), ownOnly: false };
      } catch (error) {
        // In the middle there is nothing to put in its place.
        if (goesOn || !NO_HUB.includes(refusalFrom(error).code)) throw error;
      }
    }
    return { reply: await backend.call('ledger.list', request), ownOnly: whose === 'all' };
  }
}
