// A real desk for a browser test: its own folder, the real program with its bridge, nothing mocked.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandName, Input, Output } from '../../src/backend/backend.ts';
import { attentionSeed, program, screens } from './places.ts';

export type Login = { username: string; password: string };

/** The administrator of a clinic made by `founded`. */
export const ADMIN: Login = { username: 'wael', password: 'four quiet brown horses' };

export type TestDesk = {
  /** Where a browser finds it, with its token. */
  url: string;
  /** Any command, as the seat that the page shares. Throws the desk's answer when it says no. */
  call: <K extends CommandName>(name: K, input: Input<K>) => Promise<Output<K>>;
  recoveryCode: string | undefined;
  /** Its folder, to damage. */
  directory: string;
  logins: (Login & { role: string })[];
  /** Ends the program and starts it anew over the same folder, as the next morning does. */
  restart: () => Promise<TestDesk>;
  stop: () => Promise<void>;
};

/** What the program is started with beside what the test itself has. */
type Environment = Record<string, string>;

const running = new Set<TestDesk>();

/** Ends every desk that still runs and takes its folder away. */
export async function stopDesks(): Promise<void> {
  await Promise.all([...running].map((desk) => desk.stop()));
}

/** No clinic yet: the first run comes up. */
export async function freshDesk(environment: Environment = {}): Promise<TestDesk> {
  return serve(await folder(), environment);
}

/** A clinic with one site and its administrator, and nothing else. */
export async function foundedDesk(language: 'en' | 'ar' = 'en'): Promise<TestDesk> {
  const directory = await folder();
  const reply = await run(directory, ['init'], {
    clinic_name: language === 'ar' ? 'عيادات النور' : 'Al Nour Clinics',
    site_name: language === 'ar' ? 'الدقي' : 'Dokki',
    time_zone: 'Africa/Cairo',
    currency: 'EGP',
    week_start: 'sat',
    weekend_days: ['fri', 'sat'],
    language,
    full_name: language === 'ar' ? 'وائل عبد الله' : 'Wael Abdallah',
    ...ADMIN,
  });
  const desk = await serve(directory);
  desk.recoveryCode = reply.recovery_code as string;
  desk.logins = [{ ...ADMIN, role: 'admin' }];
  await confirmRecovery(desk);
  return desk;
}

/** The demo clinic, around today, with one login a role; `sizes` are options of `clinic-desk demo`. */
export async function demoDesk(...sizes: string[]): Promise<TestDesk> {
  const directory = await folder();
  const reply = await run(directory, ['demo', ...sizes]);
  const desk = await serve(directory);
  desk.logins = reply.logins as TestDesk['logins'];
  return desk;
}

/** What `attentionDesk` left: two visits at one time, and when. */
export type LeftClash = { date: string; start: string; first: string; second: string; doctor: string };

/** The demo clinic after other desks did things meanwhile: one matter of every kind waits, the newest is a clash. */
export async function attentionDesk(): Promise<{ desk: TestDesk; clash: LeftClash }> {
  const directory = await folder();
  // Enough visits that some are still to come at any hour of any day.
  const reply = await run(directory, ['demo', '--appointments', '200']);
  const logins = reply.logins as TestDesk['logins'];
  const { username, password } = logins.find(({ role }) => role === 'admin')!;
  const clash = await new Promise<LeftClash>((resolve, reject) => {
    execFile(attentionSeed, [directory, username, password], (error, stdout, stderr) => {
      if (error) reject(new Error(`${attentionSeed}: ${stderr} (cargo build -p clinic-desk-core --features testing --example attention)`));
      else resolve(JSON.parse(stdout) as LeftClash);
    });
  });
  const desk = await serve(directory);
  desk.logins = logins;
  return { desk, clash };
}

export type Staff = Login & { full_name: string; role: 'doctor' | 'receptionist' | 'pharmacist' | 'viewer' };

/** Adds an account as an administrator does, and gives it its lasting password. The administrator's seat is left free again. */
export async function addStaff(desk: TestDesk, staff: Staff): Promise<void> {
  const oneTime = await addStaffOnce(desk, staff);
  await desk.call('session.login', { username: staff.username, password: oneTime });
  await desk.call('session.change_password', { current_password: oneTime, new_password: staff.password });
  await desk.call('session.logout', {});
  desk.logins.push({ username: staff.username, password: staff.password, role: staff.role });
}

/** Adds an account and answers the one-time password it was given. */
export async function addStaffOnce(desk: TestDesk, { username, full_name, role }: Omit<Staff, 'password'>): Promise<string> {
  await desk.call('session.login', ADMIN);
  const reply = await desk.call('accounts.create', { username, full_name, role, grants: [] });
  await desk.call('session.logout', {});
  return reply.one_time_password!;
}

/** Types the recovery code back, as an administrator does at the end of the first run. */
async function confirmRecovery(desk: TestDesk): Promise<void> {
  await desk.call('session.login', ADMIN);
  await desk.call('setup.confirm_recovery', { recovery_code: desk.recoveryCode! });
  await desk.call('session.logout', {});
}

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'clinic-desk-ui-'));
}

function run(directory: string, args: string[], input?: unknown): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['--dir', directory, ...args], (error, stdout, stderr) => {
      if (error) reject(new Error(`clinic-desk ${args.join(' ')}: ${stderr}`));
      else resolve(JSON.parse(stdout) as Record<string, unknown>);
    });
    child.stdin?.end(input === undefined ? '' : JSON.stringify(input));
  });
}

async function serve(directory: string, environment: Environment = {}): Promise<TestDesk> {
  const token = randomBytes(16).toString('hex');
  const child = spawn(program, ['--dir', directory, 'bridge', '--token', token, '--ui', screens], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const url = await firstLine(child);
  const origin = new URL(url).origin;
  const end = async () => {
    running.delete(desk);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  };
  const desk: TestDesk = {
    url,
    recoveryCode: undefined,
    directory,
    logins: [],
    call: async (command, input) => {
      const response = await fetch(`${origin}/rpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ command, input }),
      });
      const answer = (await response.json()) as { result?: never; error?: object };
      if (answer.error) throw Object.assign(new Error(JSON.stringify(answer.error)), answer.error);
      return answer.result as never;
    },
    restart: async () => {
      await end();
      return Object.assign(await serve(directory, environment), { logins: desk.logins, recoveryCode: desk.recoveryCode });
    },
    stop: async () => {
      await end();
      await rm(directory, { recursive: true, force: true });
    },
  };
  running.add(desk);
  return desk;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the bridge ended with ${code}`)));
  });
}
