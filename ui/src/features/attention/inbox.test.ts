import { describe, expect, it, vi } from 'vitest';
import { RefusalError, type AttentionItem, type AttentionVisit, type Backend, type FreeTime } from '$/backend';
import { Inbox } from './inbox.svelte';

const FREE: FreeTime[] = ['11:45', '15:45'].map((start) => ({ doctor_id: 'd', date: '2026-11-24', start, minutes: 30 }));

function visit(id: string, given: Partial<AttentionVisit> = {}): AttentionVisit {
  return {
    id, kind: 'appointment', ref: `APT-A-${id}`, desk_letter: 'A', person_id: `p${id}`, name: id, second_name: null, company: null,
    phone: null, file_number: 'PAT-A-1', age_years: 40, last_visit: null, doctor_id: 'd', doctor_name: 'Nadine',
    doctor_second_name: null, date: '2026-11-24', start: '12:15', minutes: 30, status: 'scheduled', reason: null,
    holds_time: true, may_move: true, may_cancel: true, booked_at: 0, booked_by: null, free_times: FREE, ...given,
  };
}

function item(id: string, given: Partial<AttentionItem> = {}): AttentionItem {
  return {
    id, kind: 'clash', at: 0, account_id: null, account_name: 'Heba', table: 'appointment', subject_id: 's', other_id: 'o',
    about: 'Sara', visit: visit(`s${id}`), other: visit(`o${id}`), fields: [], duplicate: null, held: null, cap: null,
    missing: null, booked: null,
    operation_kind: null, why: null, ways: ['move', 'keep', 'cancel'], settled_at: null, outcome: null, settled_by: null, ...given,
  };
}

/** A desk with these items that settles whatever it is asked to. */
function inboxOf(items: AttentionItem[], refuse?: string) {
  let left = items;
  const asked: unknown[] = [];
  const call = vi.fn(async (name: string, input: { id?: string }) => {
    if (name === 'attention.list') {
      return { items: left, worklists: [], displaced_reps: 0, more: false, names: {}, has_hub: false, open_count: left.filter((each) => each.settled_at === null).length };
    }
    asked.push(input);
    if (refuse !== undefined) throw new RefusalError({ code: refuse });
    left = left.map((each) => (each.id === input.id ? { ...each, settled_at: 9, outcome: 'changed', ways: [] } : each));
    return { item: left.find((each) => each.id === input.id)!, open_count: left.length - 1, left: 0, operation_id: 'op' };
  });
  const told = { settled: vi.fn(), failed: vi.fn() };
  return { inbox: new Inbox({ call } as unknown as Pick<Backend, 'call'>, told), asked, told, call };
}

describe('the inbox', () => {
  it('is not there on a desk that has no hub and nothing to show', async () => {
    const { inbox } = inboxOf([]);
    await inbox.load();
    expect(inbox.isShown).toBe(false);
    expect(inbox.current).toBeUndefined();
  });

  it('asks before the work of a desk that was shut out is let in: the hub does not take it back', async () => {
    const { inbox, asked } = inboxOf([item('a', { kind: 'quarantined', visit: null, other: null, ways: ['let_in', 'discard'] })]);
    await inbox.load();
    await inbox.take(1);
    expect([inbox.question, asked]).toEqual([{ kind: 'held', settlement: 'discard' }, []]);
    await inbox.settle({ settlement: 'discard' });
    expect([inbox.question, asked]).toEqual([{ kind: 'none' }, [{ id: 'a', settlement: 'discard' }]]);
  });

  it('opens the newest that waits', async () => {
    const { inbox } = inboxOf([item('a', { settled_at: 5 }), item('b'), item('c')]);
    await inbox.load();
    expect([inbox.current?.id, inbox.openCount]).toEqual(['b', 2]);
  });

  it('moves the second visit with the first digit, and goes on to what waits next', async () => {
    const { inbox, asked, told } = inboxOf([item('a'), item('b')]);
    await inbox.load();
    await inbox.take(0);
    expect(asked).toEqual([{ id: 'a', settlement: 'move', visit: 'subject', doctor_id: 'd', date: '2026-11-24', start: '11:45', minutes: 30 }]);
    expect(told.settled).toHaveBeenCalledOnce();
    expect([inbox.current?.id, inbox.openCount]).toEqual(['b', 1]);
  });

  it('moves the first visit instead, where somebody says so', async () => {
    const { inbox, asked } = inboxOf([item('a')]);
    await inbox.load();
    inbox.turn();
    await inbox.take(1);
    expect(asked).toMatchObject([{ visit: 'other', start: '15:45' }]);
  });

  it('offers times for the one that can still be moved', async () => {
    const { inbox, asked } = inboxOf([item('a', { visit: visit('sa', { may_move: false, free_times: [] }) })]);
    await inbox.load();
    inbox.turn();
    await inbox.take(0);
    expect(asked).toMatchObject([{ visit: 'other' }]);
  });

  it('takes the ways that need no word with digits', async () => {
    const edited = item('a', { kind: 'edited_twice', visit: null, other: null, ways: ['keep', 'put_back'] });
    const { inbox, asked } = inboxOf([edited]);
    await inbox.load();
    await inbox.take(1);
    expect(asked).toEqual([{ id: 'a', settlement: 'put_back' }]);
  });

  it('reads anew when it was refused, and settles nothing twice at once', async () => {
    const { inbox, told, call } = inboxOf([item('a')], 'attention.settled');
    await inbox.load();
    await Promise.all([inbox.take(0), inbox.take(0)]);
    expect(told.failed).toHaveBeenCalledOnce();
    expect(told.settled).not.toHaveBeenCalled();
    expect(call.mock.calls.map(([name]) => name)).toEqual(['attention.list', 'attention.settle', 'attention.list']);
    expect(inbox.current?.id).toBe('a');
  });

  it('finds what waits about a visit, be it the first or the second', async () => {
    const { inbox } = inboxOf([item('a'), item('b')]);
    await inbox.load();
    expect(inbox.about('ob')?.id).toBe('b');
    expect(inbox.chooseVisit('sb')).toBe(true);
    expect(inbox.current?.id).toBe('b');
    expect(inbox.chooseVisit('nobody')).toBe(false);
  });
});
