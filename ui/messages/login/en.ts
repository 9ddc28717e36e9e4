import { plural } from '$/lib/messages';

export const en = {
  whoIsHere: 'Who is at the desk?',
  chooseAccount: 'Choose your name and give your password.',
  lockedByHand: 'The screen is locked. Everything is where you left it.',
  lockedByIdling: (p: { minutes: number }) =>
    plural.en(p.minutes, {
      one: 'The screen locked after an idle minute. Everything is where you left it.',
      other: 'The screen locked after # idle minutes. Everything is where you left it.',
    }),
  lockedSince: (p: { minutes: number }) => plural.en(p.minutes, { one: 'locked 1 min ago', other: 'locked # min ago' }),
  accounts: 'Accounts',
  password: 'Password',
  passwordOf: (p: { name: string }) => `Password of ${p.name}`,
  unlock: 'Unlock',
  login: 'Log in',
  drafts: (p: { count: number }) => plural.en(p.count, { one: '1 draft kept', other: '# drafts kept' }),
  heldFor: (p: { seconds: number }) =>
    plural.en(p.seconds, { one: 'Too many tries. Wait 1 second.', other: 'Too many tries. Wait # seconds.' }),
  forgotten: 'Forgot a password? An administrator gives a one-time password, or',
  useRecoveryCode: 'use the recovery code',
  encrypted: 'Encrypted on this PC',
  worksOffline: 'Works without a network',
  keyChoose: 'choose',
  keyMove: 'move',
  keyEnter: 'unlock',
  keyEnterLogin: 'log in',
  keyClear: 'clear',
  username: 'User name',

  mustChangeTitle: 'Choose your own password',
  mustChangeText: 'The one you were given works only once.',
  currentPassword: 'Current password',
  oneTimePassword: 'The password you were given',
  newPassword: 'New password',
  repeatPassword: 'New password again',
  passwordRule: 'At least 12 characters. A few words you remember are best.',
  passwordsDiffer: 'The two are not the same',
  savePassword: 'Save password',
  passwordChanged: 'Password changed',

  recoverTitle: 'Get in with the recovery code',
  recoverText: 'The code was printed when the clinic was set up. It sets a new password for one account.',
  recoveryCode: 'Recovery code',
  recoveryCodeHint: 'Capitals, spaces and hyphens do not matter.',
  recover: 'Set password and log in',
  back: 'Back',
};
