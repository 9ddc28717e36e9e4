/** The one list of reminders of this window. */
import { complain, say } from '$/app/said.svelte';
import { backend, type ReminderWay } from '$/backend';
import { isolate } from '$/lib/messages';
import { reminders as words } from '$messages/reminders';
import { ReminderList } from './reminders.svelte';

export const SCREEN = 'reminders';

const SAID: Readonly<Record<ReminderWay, (p: { name: string }) => string>> = {
  reminded: (p) => words.saidReminded(p),
  confirmed: (p) => words.saidConfirmed(p),
  no_answer: (p) => words.saidNoAnswer(p),
  later: (p) => words.saidLater(p),
};

export const reminderList = new ReminderList(backend, {
  settled: (reminder, way, operation) => say(() => SAID[way]({ name: isolate(reminder.patient_name) }), operation),
  failed: complain,
});
