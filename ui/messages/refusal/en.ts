// A sentence for each refusal of the desk, by its code. Parameters arrive as the desk sent them.

import { en as verdict } from '../verdict/en';
import { isWallDate } from '$/lib/dates';
import { count, dateMedium, digits } from '$/lib/format';
import { isolate, plural } from '$/lib/messages';
import { number, text, type Params, type Refusals } from './refusals';

const states: Record<string, string> = {
  scheduled: 'scheduled',
  confirmed: 'confirmed',
  arrived: 'waiting',
  in_consultation: 'in consultation',
  completed: 'completed',
  cancelled: 'cancelled',
  no_show: 'a no-show',
  rescheduled: 'moved',
};

const fulfilmentStates: Record<string, string> = {
  fulfilled: 'All of this prescription has been handed out.',
  cancelled: 'This prescription was cancelled.',
  replaced: 'A correction stands in the place of this prescription. Hand out that one.',
  draft: 'This prescription has not been submitted yet.',
};

/** A bound as the reader writes it: a date as a date, a number in the digits on screen. */
const shown = (p: Params, name: string) =>
  isWallDate(text(p, name)) ? dateMedium(text(p, name)) : digits(text(p, name));

const unreachable: Record<string, string> = {
  no_connection: 'Nobody answers at that address. Check the address and the network.',
  too_slow: 'The hub answers too slowly. Try again.',
  certificate: 'Whoever answers there cannot show that it is the hub. Check the address, or give the hub’s own certificate.',
  not_a_hub: 'Something else than a hub answers at that address.',
};

export const en: Refusals = {
  unknown: (code) => `The desk said no (${code}).`,
  fault: (incident) => `Something broke, and nothing was changed. Tell support this number: ${incident}`,
  codes: {
    ...verdict.codes,
    'desk.unreachable': () => 'The desk does not answer. Try again.',
    'command.unknown': () => 'This version of the desk does not know that command.',
    'command.not_built': () => 'This is not part of this version yet.',
    'permission.denied': () => 'This account may not do that.',
    'session.required': () => 'Log in first.',
    'session.locked': () => 'The screen is locked. Unlock it first.',
    'input.invalid': () => 'Some fields need mending.',
    not_found: () => 'It is no longer there. Somebody may have removed it.',
    'desk.in_use': () => 'Another program has this desk open. Close it and try again.',
    'desk.no_clinic': () => 'There is no clinic here yet.',
    'setup.exists': () => 'A clinic is already set up on this PC.',
    'username.invalid': () => 'A user name has 2 to 64 letters, digits, dots or hyphens, and no spaces.',

    'session.wrong_password': (p) => {
      const left = number(p, 'tries_left');
      const wait = number(p, 'seconds');
      if (wait > 0) return `Wrong password. ${plural.en(wait, { one: 'Wait 1 second.', other: 'Wait # seconds.' })}`;
      if (left === 0 || left > 3) return 'Wrong password. Try again.';
      return plural.en(left, { one: 'Wrong password. One more try before a wait.', other: 'Wrong password. # more tries before a wait.' });
    },
    'session.held': (p) =>
      plural.en(number(p, 'seconds'), { one: 'Too many tries. Wait 1 second.', other: 'Too many tries. Wait # seconds.' }),
    'session.account_inactive': () => 'This account is not in use. Ask an administrator.',
    'session.account_removed': () => 'This account was removed. Ask an administrator.',
    'session.not_staff': () => 'This account does not sit at the desk.',
    'session.password_must_change': () => 'Choose your own password first.',
    'recovery.typo': () => 'That is not a whole recovery code. Look for a missing or mistyped character.',
    'recovery.wrong': () => 'That is not the recovery code of this clinic.',

    'medicine.unit_in_use': (p) => `Stock of it is counted in “${isolate(text(p, 'unit'))}”. Bring the stock to nothing before counting in another unit.`,
    'medicine.has_stock': (p) => `There is still stock of it: ${digits(text(p, 'stock'))} ${isolate(text(p, 'unit'))}. Bring it to nothing first.`,
    'stock.not_enough': (p) => `There is not as much of ${isolate(text(p, 'medicine'))} in lot ${isolate(text(p, 'number'))}: ${digits(text(p, 'left'))} left, ${digits(text(p, 'asked'))} asked for.`,
    'stock.below_nothing': () => 'A lot would be left with less than nothing: what came in was given out since.',
    'stock.lot_expired': (p) => `Lot ${isolate(text(p, 'number'))} of ${isolate(text(p, 'medicine'))} expired on ${shown(p, 'expires_on')} and may not be given out.`,
    'stock.not_expired': (p) => `Lot ${isolate(text(p, 'number'))} of ${isolate(text(p, 'medicine'))} is good until ${shown(p, 'expires_on')}.`,
    'stock.sample_received': () => 'This sample is in stock already.',
    'fulfilment.wrong_state': (p) => fulfilmentStates[text(p, 'state')] ?? 'Nothing can be handed out for this prescription any more.',
    'fulfilment.past_validity': (p) => `This prescription was valid until ${shown(p, 'valid_until')}. The doctor has to write a new one.`,
    'fulfilment.not_stocked': (p) => `${isolate(text(p, 'medicine'))} is not among the clinic’s medicines, so there is no stock to hand it out from.`,
    'fulfilment.other_medicine': (p) => `That lot is of another medicine than ${isolate(text(p, 'medicine'))}.`,
    'fulfilment.more_than_prescribed': (p) => `That is more of ${isolate(text(p, 'medicine'))} than was prescribed: ${digits(text(p, 'open'))} still to give, ${digits(text(p, 'asked'))} asked for.`,
    'fulfilment.earlier_lot': (p) => `Lot ${isolate(text(p, 'number'))} of ${isolate(text(p, 'medicine'))} expires sooner, on ${shown(p, 'expires_on')}, and goes first. If it is not on the shelf, count it first.`,
    'fulfilment.substitute': (p) => `${isolate(text(p, 'substitute'))} goes out in the place of ${isolate(text(p, 'medicine'))}. Say why.`,
    'fulfilment.double': (p) => `${isolate(text(p, 'medicine'))} and ${isolate(text(p, 'other'))} both have ${isolate(text(p, 'shared'))}. Say why it is handed out all the same.`,
    'fulfilment.allergy': (p) => `The patient is allergic to ${isolate(text(p, 'allergen'))}, and ${isolate(text(p, 'medicine'))} has ${isolate(text(p, 'shared'))}. Say why it is handed out all the same.`,
    'import.too_large': (p) => `The file is too large. At most ${count(Math.floor(number(p, 'most_bytes') / 1_048_576))} MB can be read.`,
    'import.not_text': () => 'This is not a list that can be read. Save it as CSV in UTF-8 and choose it again.',
    'import.empty': () => 'There is nothing in this file below the names of the columns.',
    'import.too_many_rows': (p) => `The file has too many rows. At most ${count(number(p, 'most'))} can be taken in at once.`,
    'import.column_missing': (p) => `The column “${isolate(text(p, 'column'))}” is missing. The first row has to name the columns.`,
    'import.column_twice': (p) => `The column “${isolate(text(p, 'column'))}” is there twice.`,
    'import.refused': (p) =>
      plural.en(number(p, 'problems'), { one: 'Nothing was taken in: one thing in the file is wrong.', other: 'Nothing was taken in: # things in the file are wrong.' }),

    'paper.no_printing': () => 'This PC cannot print from here. Save it as a PDF and print that.',
    'paper.no_printer': () => 'No printer is set up on this PC, or none is the usual one. Save it as a PDF and print that.',
    'paper.not_printed': () => 'The printer did not take it. See whether it is switched on, or save it as a PDF.',

    'sync.both_have_history': () => 'The clinic on the hub is another one: both have a history of their own. Ask whoever runs the hub for a new, empty clinic.',
    'sync.code_refused': () => 'This code does not work. It may be mistyped, used up or too old. Ask for a new one.',
    'sync.desk_too_old': () => 'The hub no longer speaks with this version. Install the newest one.',
    'sync.hub_failed': () => 'The hub could not do it. Try again later.',
    'sync.nobody_to_log_in': () => 'This clinic has nobody yet who could log in.',
    'sync.nothing_to_join': () => 'No desk has brought this clinic to the hub yet. Set the clinic up here, then connect it in the settings with a new code.',
    'setup.joining': () => 'This PC is already fetching a clinic.',
    'setup.join_cancelled': () => 'It was given up.',
    'sync.hub_busy': (p) =>
      plural.en(number(p, 'seconds'), { one: 'The hub is busy. Try again in 1 second.', other: 'The hub is busy. Try again in # seconds.' }),
    'sync.unreachable': (p) => unreachable[text(p, 'why')] ?? unreachable.no_connection!,
    'sync.still_arriving': () => 'Part of what this belongs to is still on its way from the hub. Try again in a moment.',
    'sync.no_invitation': () => 'This is no invitation, or not all of it. Scan or paste it once more.',
    'sync.this_desk': () => 'This is the desk you sit at. Another desk can shut it out.',
    'sync.enrolled_already': () => 'This desk already belongs to a hub.',
    'sync.not_enrolled': () => 'This desk belongs to no hub.',

    'vault.closed': () => 'The database is closed. Log in again.',
    'vault.wrong_key': () => 'The key does not open this database. It may belong to another clinic.',
    'vault.damaged': () => 'The database is damaged. Nothing was changed. Restore the last backup.',
    'document.not_yours': () => 'This document is not for you to open. Ask whoever attached it, or an administrator.',
    'document.not_here_yet': () => 'The file has not reached this PC yet. It comes by itself once there is a connection to the hub.',
    'document.damaged': () => 'The file of this document is damaged on this PC. Attach it again, or restore the last backup.',
    'document.unprintable': () => 'This picture cannot be put on paper. Save a copy and print it with another program.',
    'vault.database_missing': () => 'The database is missing from this PC. Restore the last backup.',
    'vault.newer_schema': () => 'A newer Clinic Desk wrote this database. Install that version to open it.',
    'vault.newer_slots': () => 'A newer Clinic Desk wrote the keys of this desk. Install that version to open it.',
    'vault.parameters_refused': () => 'The keys of this desk ask for more than this PC should give. They may have been tampered with.',
    'vault.slots_damaged': () => 'The file of keys is damaged. Restore it from the last backup, or use the recovery code.',
    'vault.slots_missing': () => 'The file of keys is missing. Restore it from the last backup.',
    'vault.slots_tampered': () => 'Somebody changed the file of keys outside Clinic Desk. Restore it from the last backup.',
    'storage.full': () => 'The disk is full. Nothing was changed. Make room and try again.',
    'storage.read_only': () => 'The disk cannot be written. Nothing was changed.',

    'appointment.wrong_state': (p) => `That cannot be done: the visit is ${states[text(p, 'status')] ?? text(p, 'status')}.`,
    'drafts.too_many': (p) => `More than ${count(number(p, 'most'))} unfinished forms are kept. Finish or discard some.`,
    'accounts.own_account': () => 'That cannot be done to one’s own account. Another administrator can.',
    'accounts.last_admin': () => 'This is the last administrator. Make another one first.',
    'patient.merged': () => 'This file was merged into another one.',
    'patient.same_person': () => 'Both are one and the same person.',
    'patient.already_related': () => 'This person belongs to the family already.',
    'patient.not_merged': () => 'This file stands by itself: there is no merge to take back.',
    'patient.merged_further': (p) =>
      `${isolate(text(p, 'name'))} (${isolate(text(p, 'ref'))}) was itself merged into another file since. Take that apart first.`,
    'patient.has_future_visits': () => 'This patient has visits to come. Cancel or move them first.',
    'doctor.has_visits': (p) =>
      plural.en(number(p, 'count'), {
        one: 'This doctor has 1 visit to come. Move or cancel it first.',
        other: 'This doctor has # visits to come. Move or cancel them first.',
      }),
    'specialty.has_doctors': (p) =>
      plural.en(number(p, 'count'), {
        one: `${isolate(text(p, 'name'))} has this specialty. Take it from the doctor first.`,
        other: `# doctors have this specialty, ${isolate(text(p, 'name'))} among them. Take it from them first.`,
      }),

    'queue.nobody_waits': () => 'Nobody is waiting for this doctor.',
    'queue.not_waiting': () => 'This patient is not waiting any more.',
    'queue.no_time_today': (p) =>
      text(p, 'next_date') === ''
        ? 'No time is free any more today.'
        : `No time is free any more today. The next one is on ${dateMedium(text(p, 'next_date'))} at ${digits(text(p, 'next_start'))}.`,
    'series.clashes': (p) =>
      plural.en(number(p, 'clashes'), { one: '# day of the series clashes, so nothing was saved.', other: '# days of the series clash, so nothing was saved.' }),
    'series.nothing_left': () => 'Every day of the series is left out.',
    'series.nothing_to_come': () => 'No visit of this series is still to come from here on.',
    'series.none': () => 'This visit belongs to no series.',
    'rebooking.ended': () => 'This visit has its end already. Look at it again.',
    'rebooking.not_moved': () => 'This visit has not moved, so there is nothing to tell.',
    'papers.no_slip': () => 'A visit that was called off or missed has no slip.',
    'rebooking.plan_outdated': (p) =>
      `The time for ${isolate(text(p, 'name'))} is no longer free. Nothing was moved; here is a new plan.`,

    'waiting.ended': () => 'This patient is no longer on the wait list. Look at it again.',
    'waiting.already_waits': () => 'This patient is on the wait list for this already. Change what stands there.',

    'prescription.not_yours': () => 'This is another doctor’s prescription. Only that doctor may change it.',
    'prescription.wrong_state': (p) =>
      text(p, 'state') === 'draft' ? 'That cannot be done with a draft. Submit it first.' : 'That cannot be done with this prescription any more. Look at it again.',
    'prescription.empty': () => 'There is nothing in this prescription yet. Add a medicine, a test or a drawing.',
    'prescription.warnings_open': (p) =>
      plural.en(number(p, 'count'), {
        one: `Something speaks against ${isolate(text(p, 'medicine'))}. Take it out, or keep it with a reason.`,
        other: `Something speaks against # lines, ${isolate(text(p, 'medicine'))} first. Take them out, or keep them with a reason.`,
      }),
    'prescription.none_before': () => 'This patient has no prescription yet that could be repeated.',

    'attention.settled': (p) =>
      text(p, 'by') === '' ? 'This was settled already.' : `${isolate(text(p, 'by'))} settled this already.`,
    'attention.no_way': () => 'That is no longer possible here. Look at it again.',
    'attention.conflicts': () => 'That value no longer fits what is there now.',
    'rep_visit.wrong_state': () => 'That cannot be done any more: the rep’s visit has gone on.',
    'rep_visit.not_displaced': () => 'Nothing stands in the way of this visit any more.',
    'rep_visit.same_time': () => 'That is the time the visit has already.',
    'rep_visit.summary_locked': () => 'The summary is locked. Write a correction below it.',
    'rep_visit.no_summary': () => 'There is no summary to correct yet.',
    'rep.has_future_visits': (p) =>
      plural.en(number(p, 'visits'), {
        one: 'This rep has 1 visit to come. Cancel it first.',
        other: 'This rep has # visits to come. Cancel them first.',
      }),
    'company.has_reps': (p) =>
      plural.en(number(p, 'reps'), {
        one: `${isolate(text(p, 'name'))} still comes for this company. Remove the rep first.`,
        other: `# reps still come for this company, ${isolate(text(p, 'name'))} among them. Remove them first.`,
      }),

    'chart.not_yours': () => 'This patient has no visit with you, so the chart is not yours to open.',
    'chart.not_opened': () => 'Open the chart first: every opening is recorded.',
    'chart.open_already': () => 'This chart is open to you without that.',
    'chart.own_review': () => 'Somebody else has to look into what you opened yourself.',
    'chart.reviewed_already': () => 'Somebody looked into this already.',
    'consultation.not_online': () => 'This visit is in person: it is held by no call.',
    'consultation.not_held': () => 'This visit is not held by a call as it stands.',
    'consultation.running': () => 'A call of this visit is going on already.',
    'consultation.ended': () => 'This call is over already.',
    'encounter.not_begun': () => 'It can be written once the visit has begun.',
    'follow_up.no_time': () => 'Nothing is free for three months from that day on.',
    'vitals.unusual': () => 'Some values are rare. Look again, and save once more if they are right.',

    'undo.nothing': () => 'There is nothing to undo.',
    'undo.already_undone': () => 'That was already undone.',
    'undo.changed_since': () => 'It was changed again since, so it cannot be undone by itself.',
    'undo.conflicts': () => 'Undoing that would break another rule by now.',
    'undo.in_use': () => 'Something else depends on it by now.',
    'undo.not_possible': () => 'That kind of change cannot be undone.',
    'undo.not_yours': () => 'Somebody else did that. Only they or an administrator can undo it.',
    'demo.impossible': () => 'A demo clinic of these sizes cannot be made.',
  },
  fields: {
    too_large: (p) => `Too large: at most ${count(Math.floor(number(p, 'most_bytes') / 1_048_576))} MB`,
    type_not_taken: () => 'Only JPEG, PNG and WebP pictures and PDF files can be attached. Save it as one of these first',
    not_what_it_says: () => 'The file is not of the kind its name says. Save it anew and choose it again',
    picture_unreadable: () => 'This picture cannot be read. Save it anew and choose it again',
    too_many_pixels: () => 'This picture has too many pixels to be shown. Make it smaller first',
    insecure: () => 'Only an address that begins with https is safe',
    required: () => 'Needed',
    format: () => 'Not in the right form',
    too_long: (p) => ('most' in p ? `At most ${count(number(p, 'most'))} characters` : 'Too long'),
    too_short: () => 'Too short',
    in_the_future: () => 'Not yet: this day is still to come',
    not_yet: () => 'That time is still to come',
    no_such_time: () => 'No clock shows this time on that day',
    in_the_past: () => 'This day is past',
    one_of_three: () => 'For one site, one doctor or one company',
    too_long_ago: () => 'Longer ago than anybody lives',
    unknown_field: () => 'Not known to this version',
    unknown: () => 'Not known',
    differs: (p) => `This lot is known with another day: ${shown(p, 'expires_on')}`,
    moved_meanwhile: (p) => `Something moved meanwhile: it should be ${digits(text(p, 'left'))} now. Count again`,
    type: () => 'Not of the right kind',
    choice: () => 'Not one of the choices',
    range: () => 'Out of range',
    out_of_range: (p) =>
      'least' in p && 'most' in p
        ? `From ${shown(p, 'least')} to ${shown(p, 'most')}`
        : 'least' in p ? `Not below ${shown(p, 'least')}` : 'Out of range',
    control_character: () => 'Holds signs that cannot be shown',
    end_before_start: () => 'The end lies before the start',
    before_start: () => 'Lies before the start',
    not_above_diastolic: () => 'The upper value must be above the lower one',
    past_midnight: () => 'Goes past midnight',
    overlaps: () => 'Overlaps another block',
    range_too_long: (p) => plural.en(number(p, 'most'), { one: 'At most 1 day', other: 'At most # days' }),
    repeated: () => 'Stands here twice',
    either_or: () => 'One or the other, not both',
    rule_unreadable: () => 'Not a recurrence rule the desk can read',
    rule_frequency: () => 'Repeats by day, week, month or year',
    rule_time_of_day: () => 'A rule says which days; the times stand beside it',
    rule_never: () => 'No day comes of this rule',
    taken: (p) => (text(p, 'by') === '' ? 'Already taken' : `Already taken by ${isolate(text(p, 'by'))}`),
    not_found: () => 'No longer there',
    not_staff: () => 'Not a role of the desk',
    not_grantable: () => 'Not a right that can be given by itself',
    not_permitted: () => 'Not for this account to change',
    not_possible: () => 'Cannot be chosen here',
    too_many: (p) => `At most ${count(number(p, 'most'))}`,
    unknown_country: () => 'Not a country the desk knows',
    unknown_currency: () => 'Not a currency the desk knows',
    unknown_language: () => 'Not a language the desk speaks',
    unknown_zone: () => 'Not a time zone the desk knows',
    'recovery.typo': () => 'Not a whole recovery code',
    'recovery.wrong': () => 'Not the recovery code of this clinic',
    'username.invalid': () => '2 to 64 letters, digits, dots or hyphens, no spaces',
    'password.too_short': (p) =>
      plural.en(number(p, 'least'), { one: 'At least 1 character', other: 'At least # characters' }),
    'password.common': () => 'Too easy to guess',
    'password.contains_name': () => 'Holds a name anyone here could guess',
    'password.same': () => 'The same as before',
  },
};
