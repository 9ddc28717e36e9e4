// A sentence for each refusal of the desk, by its code. Parameters arrive as the desk sent them.

import type { Refusals } from './refusals';

export const en: Refusals = {
  unknown: (code) => `The desk said no (${code}).`,
  fault: (incident) => `Something broke, and nothing was changed. Tell support this number: ${incident}`,
  codes: {
    'desk.unreachable': () => 'The desk does not answer. Try again.',
    'command.unknown': () => 'This version of the desk does not know that command.',
    'command.not_built': () => 'This is not part of this version yet.',
    'permission.denied': () => 'This account may not do that.',
    'session.required': () => 'Log in first.',
    'session.locked': () => 'The screen is locked. Unlock it first.',
    'input.invalid': () => 'Some fields need mending.',
    not_found: () => 'It is no longer there. Somebody may have removed it.',
  },
  fields: {
    required: () => 'Needed',
    format: () => 'Not in the right form',
    too_long: () => 'Too long',
    too_short: () => 'Too short',
    unknown_field: () => 'Not known to this version',
  },
};
