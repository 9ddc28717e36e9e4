import { expect, it } from 'vitest';
import { FirstRun, suggestUsername } from './first-run.svelte';

it.each([
  ['Heba Ramadan', 'heba'],
  ['Dr. Salma Fathy', 'salma'],
  ['وائل عبد الله', ''],
  ['  ', ''],
])('suggests a user name for %s', (name, username) => expect(suggestUsername(name)).toBe(username));

it('fills in what is usual in a country, and lets it be changed', () => {
  const run = new FirstRun();
  run.options = {
    suggested_country: 'EG',
    countries: [{ country: 'EG', time_zone: 'Africa/Cairo', currency: 'EGP', week_start: 'sat', weekend_days: ['fri', 'sat'] }],
    time_zones: ['Africa/Cairo'],
    currencies: ['EGP'],
  };
  run.chooseCountry('EG');
  expect([run.timeZone, run.currency, run.weekStart, run.weekendDays]).toEqual(['Africa/Cairo', 'EGP', 'sat', ['fri', 'sat']]);
  run.toggleWeekend('sat');
  expect(run.weekendDays).toEqual(['fri']);
  run.chooseCountry('nowhere');
  expect(run.timeZone).toBe('Africa/Cairo');
});

it('follows the name with the user name only until one is typed', () => {
  const run = new FirstRun();
  run.fullName = 'Wael Abdallah';
  expect(run.username).toBe('wael');
  run.username = 'boss';
  run.fullName = 'Somebody Else';
  expect(run.username).toBe('boss');
});

it('is complete only when both passwords agree', () => {
  const run = new FirstRun();
  run.fullName = 'Wael Abdallah';
  run.password = 'four quiet brown horses';
  expect(run.administratorComplete).toBe(false);
  run.passwordAgain = 'four quiet brown horses';
  expect(run.administratorComplete).toBe(true);
});
