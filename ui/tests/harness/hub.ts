// A real hub for a browser test, with a PostgreSQL of its own; it ends with the test.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { program } from './places.ts';

export type TestHub = {
  address: string;
  /** Each lets one desk in. */
  codes: string[];
  /** Holds it still, as a broken line does, and lets it go on. */
  hold: () => void;
  release: () => void;
  stop: () => Promise<void>;
};

const hubProgram = join(dirname(program), 'clinic-hub');

export async function startHub(): Promise<TestHub> {
  if (!existsSync(hubProgram)) throw new Error(`no hub at ${hubProgram}: cargo build -p clinic-hub`);
  const folder = await mkdtemp(join(tmpdir(), 'clinic-hub-ui-'));
  const report = join(folder, 'report.json');
  const child = spawn(hubProgram, ['try', '--listen', '127.0.0.1:0', '--report', report], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; !existsSync(report); tries += 1) {
    if (child.exitCode !== null || tries > 600) throw new Error('the hub did not start');
    await pause(50);
  }
  const { address, codes } = JSON.parse(await readFile(report, 'utf8')) as { address: string; codes: string[] };
  return {
    address,
    codes,
    hold: () => void child.kill('SIGSTOP'),
    release: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
