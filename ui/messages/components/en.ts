import { count } from '$/lib/format';

export const en = {
  close: 'Close',
  notices: 'Notices',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  chooseDate: 'Open calendar',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  today: 'Today',
  noMatch: 'Nothing found',
  choose: 'Choose',
  dateNotUnderstood: 'Not a date. Try 24/11, tue or +2w',
  timeNotUnderstood: 'Not a time. Try 930 or 9:30',
  dateTooEarly: (p: { first: string }) => `Not before ${p.first}`,
  dateTooLate: (p: { last: string }) => `Not after ${p.last}`,
  numberWrong: (p: { min: number; max: number }) =>
    p.max >= Number.MAX_SAFE_INTEGER
      ? `A whole number, ${count(p.min)} or more`
      : `A whole number from ${count(p.min)} to ${count(p.max)}`,
};
