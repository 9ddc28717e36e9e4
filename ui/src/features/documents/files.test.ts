import { describe, expect, test } from 'vitest';
import type { Backend } from '$/backend';
import { RefusalError } from '$/backend';
import { Documents } from './documents.svelte';
import { bytesOf, MOST_BYTES, sizeWords, typeOf } from './files';

describe('a file on its way to the desk', () => {
  test('is taken for what the system says, or else for what its name does', () => {
    expect(typeOf({ type: 'image/png', name: 'a.pdf' })).toBe('image/png');
    expect(typeOf({ type: '', name: 'Scan.PDF' })).toBe('application/pdf');
    expect(typeOf({ type: '', name: 'photo.jpeg' })).toBe('image/jpeg');
    expect(typeOf({ type: '', name: 'notes' })).toBe('application/octet-stream');
  });

  test('tells its size in words', () => {
    expect(sizeWords(312)).toBe('312 B');
    expect(sizeWords(84_312)).toBe('84 KB');
    expect(sizeWords(3_460_000)).toBe('3.5 MB');
  });

  test('comes back as it went', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
    expect(bytesOf(btoa(String.fromCharCode(...bytes)))).toEqual(bytes);
  });
});

describe('several files at once', () => {
  const file = (name: string, size = 3) => ({ name, size, type: 'image/png' }) as File;

  test('are taken as far as they can be, and a large one is not even read', async () => {
    const asked: string[] = [];
    const call = async (name: string, input: { name?: string }) => {
      asked.push(input.name ?? name);
      if (input.name === 'no.png') throw new RefusalError({ code: 'input.invalid', params: {}, fields: [{ field: 'mime_type', code: 'type_not_taken', params: {} }] });
      return name === 'documents.list' ? { documents: [], more_in_the_chart: false, may_attach: true, patient_id: 'p' } : { document: null, id: 'd', operation_id: null };
    };
    const documents = new Documents({ call } as unknown as Pick<Backend, 'call'>, () => Promise.resolve('AAAA'));
    await documents.attach({ patient_id: 'p' }, [file('no.png'), file('huge.png', MOST_BYTES + 1), file('yes.png')], 'chart');
    expect(asked).toEqual(['no.png', 'yes.png', 'documents.list']);
    expect(documents.problems.map(({ name, text }) => [name, text.slice(0, 18)])).toEqual([
      ['no.png', 'Only JPEG, PNG and'],
      ['huge.png', 'Too large: at most'],
    ]);
    expect(documents.attaching).toEqual([]);
  });
});
