import { beforeEach, describe, expect, it } from 'vitest';
import { appointment } from '../../../tests/fixtures/day';
import { FakeDesk } from '../../../tests/fixtures/fake-desk';
import { RefusalError } from '$/backend/backend';
import type { Appointment, Draft } from '$/backend';
import { isMovable } from '$/app/visit-steps';
import { Clipboard, MOST_PARKED } from './clipboard.svelte';

let desk: FakeDesk;
let drafts: Draft[];
let book: Map<string, Appointment>;
let clipboard: Clipboard;
/** Lets answers arrive. */
const settle = () => new Promise((go) => setTimeout(go));

const visit = (id: string, more: Partial<Appointment> = {}) => {
  const made = appointment('karim', '11:00', 30, `Patient ${id}`, 'scheduled', { id, ...more });
  book.set(id, made);
  return made;
};

beforeEach(() => {
  drafts = [];
  book = new Map();
  desk = new FakeDesk({
    'drafts.list': () => ({ drafts }),
    'drafts.save': ({ name, body }) => {
      drafts = [{ name, body, updated_at: 0 }];
      return { done: true };
    },
    'drafts.discard': () => {
      drafts = [];
      return { done: true };
    },
    'appointments.get': ({ id }) => {
      const found = book.get(id);
      if (!found) throw new RefusalError({ code: 'not_found', params: { what: 'appointment' } });
      return { appointment: found, warnings: [] };
    },
  });
  clipboard = new Clipboard(desk, isMovable);
});

const ids = () => clipboard.parked.map(({ id }) => id);

describe('the clipboard', () => {
  it('sets visits aside in their order, each once, and keeps their ids alone', async () => {
    expect(clipboard.park(visit('a'))).toBe(true);
    clipboard.park(visit('b'));
    clipboard.park(visit('a'));
    await settle();
    expect(ids()).toEqual(['a', 'b']);
    expect(drafts).toMatchObject([{ name: 'clipboard', body: ['a', 'b'] }]);
    clipboard.unpark('a');
    clipboard.unpark('b');
    await settle();
    expect(drafts).toEqual([]);
    expect(desk.asked.some(({ name }) => name.startsWith('appointments.') && name !== 'appointments.get')).toBe(false);
  });

  it('takes only what can still be moved, and no more than are seen', () => {
    expect(clipboard.park(visit('here', { status: 'arrived' }))).toBe(false);
    for (let number = 0; number < MOST_PARKED; number += 1) expect(clipboard.park(visit(`v${number}`))).toBe(true);
    expect(clipboard.park(visit('more'))).toBe(false);
    expect(ids()).toHaveLength(MOST_PARKED);
  });

  it('goes from one to the next and around', () => {
    for (const id of ['a', 'b']) clipboard.park(visit(id));
    expect([undefined, 'a', 'b', 'gone'].map((id) => clipboard.after(id)?.id)).toEqual(['a', 'b', 'a', 'a']);
  });

  it('is there again for the one who sits down, as the visits are by now', async () => {
    for (const id of ['a', 'b', 'c']) clipboard.park(visit(id));
    await settle();
    clipboard.leave();
    expect(ids()).toEqual([]);
    visit('a', { start: '15:00' });
    visit('b', { status: 'cancelled' });
    await clipboard.restore();
    expect(clipboard.parked.map(({ id, start }) => [id, start])).toEqual([['a', '15:00'], ['c', '11:00']]);
  });

  it('follows what becomes of a visit, and keeps one that could not be asked about', async () => {
    for (const id of ['a', 'b', 'c']) clipboard.park(visit(id));
    visit('a', { date: '2026-12-01' });
    book.delete('b');
    await clipboard.refresh();
    expect(clipboard.parked.map(({ id, date }) => [id, date])).toEqual([['a', '2026-12-01'], ['c', '2026-11-24']]);
    desk.answers['appointments.get'] = () => Promise.reject(new RefusalError({ code: 'desk.unreachable' }));
    await clipboard.refresh();
    expect(ids()).toEqual(['a', 'c']);
  });

  it('gives nothing of one person to the next', async () => {
    clipboard.park(visit('a'));
    const refreshing = clipboard.refresh();
    clipboard.leave();
    await refreshing;
    expect(ids()).toEqual([]);
  });
});
