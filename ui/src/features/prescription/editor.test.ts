import { describe, expect, test } from 'vitest';
import type { Backend, LineReading, PrescriptionItem, WriteItem } from '$/backend';
import { Editor, type Kept } from './editor.svelte';

const HIT = { id: 'm1', name: 'Panadol 500', generic_name: 'paracetamol', form: 'tablet', strength: null, unit: 'tablet', pack_size: null, stock: 40 } as const;

function item(written: Partial<WriteItem> = {}): PrescriptionItem {
  return {
    id: null, medicine_id: 'm1', medicine_name: 'Panadol 500', generic_name: 'paracetamol', form: 'tablet', dose_milli: 1000, dose_unit: 'tablet', route: 'oral',
    frequency: 'thrice', days: 5, quantity: 15, quantity_worked_out: true, instructions: null, kept_because: null, dispensed: 0, warnings: [], alternatives: [], ...(written as object),
  };
}

function reading(medicine: string): LineReading {
  const offers = medicine.startsWith('pana') ? [{ medicine: HIT, item: item(), is_usual: false }] : [];
  return { dose_milli: 1000, dose_unit: null, frequency: 'thrice', days: 5, instructions: null, route: null, medicine, offers, favourites: [] };
}

type Call = [command: string, input: Record<string, unknown>];

/** A desk that answers when it is told to. */
function desk(): { calls: Call[]; backend: Pick<Backend, 'call'>; kept: Kept[]; editor: Editor } {
  const calls: Call[] = [];
  const answer = (command: string, input: Record<string, unknown>): unknown => {
    calls.push([command, input]);
    if (command === 'prescriptions.read_line') return reading(String(input.text).split(' ')[0] ?? '');
    if (command === 'prescriptions.check') {
      const items = input.items as WriteItem[];
      const warning = { kind: 'duplicate_here', against: 'Panadol 500', shared: 'paracetamol', by_family: false, severity: null, reaction: null, noticed_on: null, prescription: null };
      return { items: items.map((each, at) => ({ ...item(), ...each, quantity: each.quantity ?? 15, quantity_worked_out: each.quantity == null, warnings: at > 0 ? [warning] : [] })) };
    }
    const prescription = { id: 'rx1', ref: 'RX-A-000001', corrects: null, diagnosis: input.diagnosis ?? null, notes: null, valid_until: null, doctor_id: 'd1', tags: [], tests: [], items: [item()], whiteboard: null };
    return { prescription, operation_id: 'op' };
  };
  const backend = { call: ((command: string, input: Record<string, unknown>) => Promise.resolve(answer(command, input))) as unknown as Backend['call'] };
  const kept: Kept[] = [];
  const editor = new Editor(backend, { patient: 'p1', appointment: null, doctor: null, changed: (now) => kept.push(now) });
  return { calls, backend, kept, editor };
}

describe('a prescription being written', () => {
  test('Enter waits for the answer to what was typed, and takes it', async () => {
    const { editor, kept } = desk();
    editor.write('pana 1x3 5d');
    await editor.takeMarked();
    expect(editor.lines.map(({ medicine_name }) => medicine_name)).toEqual(['Panadol 500']);
    expect(editor.text).toBe('');
    expect(kept.at(-1)?.items[0]).toMatchObject({ medicine_id: 'm1', quantity: null });
  });

  test('what the clinic does not list is written as it stands', async () => {
    const { editor } = desk();
    editor.write('zinc 1x3 5d');
    await editor.takeMarked();
    expect(editor.kept.items).toMatchObject([{ medicine_id: null, medicine_name: 'zinc', frequency: 'thrice', days: 5 }]);
  });

  test('a line that something speaks against is open until it is kept with a reason', async () => {
    const { editor } = desk();
    for (const text of ['pana', 'pana']) {
      editor.write(text);
      await editor.takeMarked();
    }
    const [open] = editor.open;
    expect(editor.open).toHaveLength(1);
    await editor.keep(open!.key, 'two strengths');
    expect(editor.open).toEqual([]);
    expect(editor.kept.items[1]).toMatchObject({ kept_because: 'two strengths' });
  });

  test('submitting keeps what has changed first, and only then', async () => {
    const { editor, calls } = desk();
    editor.write('pana');
    await editor.takeMarked();
    await editor.submit();
    expect(calls.slice(-2).map(([command]) => command)).toEqual(['prescriptions.draft', 'prescriptions.submit']);
    calls.length = 0;
    await editor.submit();
    expect(calls.map(([command]) => command)).toEqual(['prescriptions.submit']);
  });

  test('a quantity written by hand stays, one that follows from the rest is left to the desk', async () => {
    const { editor } = desk();
    editor.write('pana');
    await editor.takeMarked();
    const { key } = editor.lines[0]!;
    await editor.change(key, { quantity: 20 });
    expect(editor.kept.items[0]?.quantity).toBe(20);
    await editor.change(key, { quantity: null, days: 3 });
    expect(editor.kept.items[0]).toMatchObject({ quantity: null, days: 3 });
  });

  test('what was kept over a lock is gone on with, and counts as changed', async () => {
    const { editor } = desk();
    const { id: _id, quantity_worked_out: _worked, ...rest } = item();
    await editor.restore({ id: null, diagnosis: 'Cold', notes: '', valid_until: null, items: [rest as WriteItem], tests: [], whiteboard: null });
    expect([editor.diagnosis, editor.lines.length, editor.dirty, editor.isBlank]).toEqual(['Cold', 1, true, false]);
    editor.clear();
    expect([editor.isBlank, editor.dirty]).toEqual([true, false]);
  });
});
