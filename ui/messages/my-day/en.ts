import type { Change } from '$/features/my-day/changes';
import { plural } from '$/lib/messages';

const changes: Record<Change['what'], (p: { name: string; time: string; before: string }) => string> = {
  new: (p) => `${p.name} was booked at ${p.time}`,
  moved: (p) => `${p.name} moved from ${p.before} to ${p.time}`,
  gone: (p) => `${p.name} at ${p.before} is called off`,
  here: (p) => `${p.name} is here`,
  missed: (p) => `${p.name} at ${p.time} did not come`,
};

export const en = {
  title: 'My day',
  group: 'My day',
  today: (p: { day: string }) => p.day,
  waiting: (p: { count: number }) => plural.en(p.count, { one: '# waiting', other: '# waiting' }),
  left: (p: { count: number }) => plural.en(p.count, { one: '# to come', other: '# to come' }),
  late: (p: { minutes: string }) => `${p.minutes} min behind`,
  changed: 'Since your last look',
  changes: changes as Record<string, (p: { name: string; time: string; before: string }) => string>,
  agenda: 'Patients',
  reps: 'Medical reps',
  noVisits: 'No visits today',
  noVisitsText: 'What is booked for you today stands here.',
  noReps: 'No reps today',
  waitsSince: (p: { minutes: number }) => plural.en(p.minutes, { one: 'waits # min', other: 'waits # min' }),
  openChart: 'Open the chart',
  startAndOpen: 'Start and open the chart',
  next: 'Next patient of the list',
  previous: 'Patient before',
  loading: 'Reading the day…',
  failed: 'The day could not be read',
};
