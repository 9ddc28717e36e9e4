// Once before all browser tests: the screens are built as they ship, and the desk's bridge is there.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { here, program } from './places.ts';

export default function setup(): void {
  if (!existsSync(program)) {
    throw new Error(`no bridge at ${program}: cargo build -p clinic-desk-cli --features bridge`);
  }
  // Whoever runs one file over and over builds by hand.
  if (process.env.CLINIC_DESK_UI_BUILT === undefined) {
    execFileSync('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: here('../..'), stdio: 'inherit' });
  }
}
