// A disk that can be filled and emptied under a running desk, as `tests/together` has it.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { here } from './places.ts';

export type TestDisk = {
  /** For the program that is to stand on it. */
  environment: Record<string, string>;
  /** From now on no file of that program grows. */
  fill: () => Promise<void>;
  makeRoom: () => Promise<void>;
  remove: () => Promise<void>;
};

export async function newDisk(): Promise<TestDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'clinic-disk-ui-'));
  const [library, mark] = [join(folder, 'full_disk.so'), join(folder, 'full')];
  const source = here('../../../tests/together/full_disk.c');
  await promisify(execFile)('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return {
    environment: { LD_PRELOAD: library, FULL_DISK: mark },
    fill: () => writeFile(mark, ''),
    makeRoom: () => rm(mark, { force: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
