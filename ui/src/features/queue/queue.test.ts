import { describe, expect, it, vi } from 'vitest';
import type { Backend, DoctorQueue, Queue, Queued } from '$/backend';
import { QueueBoard, stepsOf } from './queue.svelte';

function visit(id: string, given: Partial<Queued> = {}): Queued {
  return {
    id, patient_id: `p${id}`, patient_name: id, patient_ref: 'PAT-A-1', patient_phone: null, status: 'arrived', number: 1, number_twice: false,
    start: '09:00', minutes: 15, reason: null, overbook_reason: null, arrived_at: 1, called_at: null, started_at: null, ...given,
  };
}

function doctor(id: string, given: Partial<DoctorQueue> = {}): DoctorQueue {
  return {
    doctor_id: id, full_name: id, second_name: null, title: null, board_colour: null, late_minutes: 0, inside: [], waiting: [], missing: [],
    expected: [], done: 0, ...given,
  };
}

function boardOf(doctors: DoctorQueue[]) {
  const queue: Queue = { site_id: 's', today: '2026-11-24', now: '09:10', at: 0, grace_minutes: 15, doctors };
  const call = vi.fn(async (name: string) => (name === 'queue.now' ? queue : { appointment: visit('b'), warnings: [], operation_id: 'op' }));
  const told = { stepped: vi.fn(), called: vi.fn(), failed: vi.fn() };
  return { board: new QueueBoard({ call } as unknown as Pick<Backend, 'call'>, told), call, told };
}

describe('the queue board', () => {
  it('counts who waits, and is about the first doctor with somebody waiting until somebody is at hand', async () => {
    const { board } = boardOf([doctor('one', { expected: [visit('a', { status: 'scheduled' })] }), doctor('two', { waiting: [visit('b'), visit('c')] })]);
    await board.load();
    expect(board.waitingCount).toBe(2);
    expect(board.doctorAtHand?.doctor_id).toBe('two');
    board.move(1);
    expect(board.selected?.id).toBe('a');
    expect(board.doctorAtHand?.doctor_id).toBe('one');
    board.move(9);
    expect(board.selected?.id).toBe('c');
  });

  it('has whoever was called at hand, and reads anew', async () => {
    const { board, call, told } = boardOf([doctor('two', { waiting: [visit('b')] })]);
    await board.load();
    await board.callNext('two');
    expect(board.selected?.id).toBe('b');
    expect(told.called).toHaveBeenCalledOnce();
    expect(call.mock.calls.map(([name]) => name)).toEqual(['queue.now', 'queue.call_next', 'queue.now']);
  });

  it('offers what can be done next', () => {
    expect(stepsOf(visit('a', { status: 'confirmed' }))).toEqual(['arrive', 'no_show']);
    expect(stepsOf(visit('a'))).toEqual(['start']);
    expect(stepsOf(visit('a', { status: 'in_consultation' }))).toEqual(['complete']);
    expect(stepsOf(visit('a', { status: 'completed' }))).toEqual([]);
  });
});
