import { plural } from '$/lib/messages';

export const en = {
  title: 'Other desks',
  inStep: 'In step',
  talking: 'Sending and fetching…',
  offline: 'Offline',
  revoked: 'This desk was shut out',
  unknown: 'The hub does not know this desk',
  oldDesk: 'This version is too old for the hub',
  unsent: (values: { count: number }) => plural.en(values.count, { one: '1 not sent yet', other: '# not sent yet' }),
  since: (values: { time: string }) => `since ${values.time}`,
  waiting: (values: { count: number }) => plural.en(values.count, { one: '1 needs you', other: '# need you' }),
  progress: (values: { done: string; of: string }) => `${values.done} of ${values.of}`,

  inStepText: 'What is done here is at the hub at once, and what other desks do is here.',
  talkingText: 'There is more to send or to fetch. Work goes on meanwhile.',
  offlineText: 'Work goes on as always. What is done here is kept and sent when the hub can be reached.',
  revokedText:
    'Whoever runs the hub has shut this desk out. What it had not sent is kept there for a person to look at. A new code lets it in again.',
  unknownText: 'The hub was restored from a time before this desk. A new code brings it back with everything it has.',
  oldDeskText: 'Install the newest version on this PC. Nothing is lost meanwhile.',

  hub: 'Hub',
  clinicThere: 'Clinic on the hub',
  thisDesk: 'This desk',
  deskNumber: (values: { number: string; letter: string }) => `No. ${values.number}, letter ${values.letter}`,
  lastContact: 'Last answer',
  never: 'not yet',
  pinned: 'Known by its own certificate',
  askNow: 'Ask now',

  desks: 'Desks of the clinic',
  desk: 'Desk',
  pc: 'PC',
  seen: 'Last heard of',
  behind: (values: { count: number }) => plural.en(values.count, { one: '1 behind', other: '# behind' }),
  thisOne: 'this one',
  shutOut: 'Shut out',
  shutOutAsk: (values: { name: string }) =>
    `Shut ${values.name} out? Nothing more is taken of it. What it has not sent is kept for a person to look at.`,
  cancel: 'Leave it',
  letIn: 'Let another PC in',
  newCode: 'Code for another PC',
  newCodeText: (values: { address: string; until: string }) =>
    `On the other PC: “Fetch it from the hub”, then ${values.address} and this code. It works once, until ${values.until}.`,
  quarantined: (values: { count: number }) =>
    plural.en(values.count, {
      one: '1 operation of a desk that was shut out is kept at the hub.',
      other: '# operations of desks that were shut out are kept at the hub.',
    }),

  connectTitle: 'Connect this desk to the others',
  connectText:
    'With a hub, several desks of the clinic work on the same day board, also when the network fails now and then. Ask whoever runs the hub for its address and a code.',
  address: 'Address of the hub',
  code: 'Code',
  codeHint: 'It works once. Capitals, dashes and spaces do not matter.',
  certificate: 'Certificate of the hub',
  certificateHint: 'Only when the hub has one of its own: the text that begins with BEGIN CERTIFICATE.',
  ownCertificate: 'The hub has a certificate of its own',
  connect: 'Connect',
  saidConnected: 'This desk is connected to the hub',

  joinOffer: 'Does the clinic already work on another PC?',
  join: 'Fetch it from the hub',
  joinTitle: 'Fetch the clinic to this PC',
  joinText: 'With a code from whoever runs the hub. Everybody logs in here with the password they have already.',
  createInstead: 'Set up a new clinic',
  fetching: 'Fetching the clinic…',
  fetchingWait: 'The hub does not answer just now. It goes on by itself when the network is back.',
  fetchFailed: 'The clinic could not be fetched',
  giveUp: 'Give up',
};
