import { fileURLToPath } from 'node:url';

/** A path beside this folder's files. */
export const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The desk's own program, built with its bridge. */
export const program: string = process.env.CLINIC_DESK ?? here('../../../target/debug/clinic-desk');

/** Leaves matters to settle in a clinic: an example of the desk's own, built for tests. */
export const attentionSeed: string = process.env.CLINIC_DESK_ATTENTION ?? here('../../../target/debug/examples/attention');

/** The built screens. */
export const screens: string = here('../../dist');

export const chromium: string = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/** Where a test leaves its pictures, when `CLINIC_DESK_PICTURES` names a folder. */
export const pictures: string | undefined = process.env.CLINIC_DESK_PICTURES;
