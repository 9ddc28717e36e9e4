export const en = {
  title: 'Attention',
  nothing: 'Nothing waits for you',
  nothingText: 'When two desks did something at once that does not go together, it stands here.',
  list: 'What waits, the oldest first',
  settledToo: 'Also what was settled',
  kinds: {
    clash: 'Two visits at one time',
    over_cap: 'More visits than the day takes',
    edited_twice: 'Two desks changed the same',
    cancelled_and_changed: 'Called off and changed at once',
    duplicate: 'Given twice',
    rejected: 'Could not be taken',
    quarantined: 'From a desk that was shut out',
  },
  texts: {
    clash: 'Both were booked while the desks did not hear of one another. The first one holds the time.',
    over_cap: (values: { booked: string; cap: string }) => `${values.booked} are booked, ${values.cap} are meant to be.`,
    edited_twice: 'One of the two values stands. Choose.',
    cancelled_and_changed: 'One desk called it off or removed it while another changed it.',
    duplicate: (values: { value: string; instead: string }) =>
      values.instead === ''
        ? `“${values.value}” belongs to the other one and was taken from this one.`
        : `“${values.value}” belongs to the other one; this one is called “${values.instead}” now.`,
    rejected: (values: { kind: string }) => `${values.kind}: the hub could not take it. It is kept there, and was not done.`,
    quarantined: 'It is kept at the hub and was not done.',
  },
  holds: 'Holds the time',
  second: 'Came second',
  stands: 'Stands',
  lost: 'The other',
  by: (values: { name: string }) => `by ${values.name}`,
  toBoard: 'Show the day',
  ways: {
    done: 'Seen',
    kept: 'Leave it so',
    changed: 'Take the other',
    dismissed: 'Seen',
  },
  keepBoth: 'Both stay',
  reason: 'Why both stay',
  settled: {
    done: 'Seen',
    kept: 'Left so',
    changed: 'The other was taken',
    dismissed: 'Seen',
  },
  saidSettled: 'Settled',
};
