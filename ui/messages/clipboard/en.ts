export const en = {
  title: 'Clipboard',
  park: 'To the clipboard',
  unpark: 'Off the clipboard',
  take: 'Move from the clipboard',
  hint: 'then a free time',
  /** Said when a visit was put there. */
  parked: (p: { name: string; when: string }) => `${p.name} is on the clipboard. The visit stays at ${p.when} until it is moved.`,
  /** Name of the button that takes one in hand. */
  takeOne: (p: { name: string; when: string }) => `Move ${p.name}, now ${p.when}`,
  takeOff: (p: { name: string }) => `Take ${p.name} off the clipboard`,
  onIt: 'on the clipboard',
  full: 'The clipboard is full: put a visit down first',
  group: 'Clipboard',
};
