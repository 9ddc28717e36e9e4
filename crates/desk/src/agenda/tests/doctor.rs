//! The week and the month of a doctor are held against the boards of their days, which are worked out another way.

use domain::calendar::{Audience, ClosureEffect};
use domain::id::{DoctorId, HoursId, Id as _};
use domain::time::Weekday;
use serde_json::{Value, json};
use uuid::Uuid;

use super::board;
use crate::agenda::{DatedDay, DoctorDate, Month, Week, month, week};
use crate::appointments::tests::{
    TUESDAY, add_hours, another_doctor, book, cairo, clinic, close, commit, date, limit_patients, rep_visit,
};
use crate::appointments::{arrive, cancel};
use crate::closures::{self, Closure};
use crate::error::Error;
use crate::schedules::{self, Hours};
use crate::testing::TestDesk;

fn request(clinic: &TestDesk, on: &str) -> DoctorDate {
    DoctorDate { doctor_id: clinic.doctor, date: date(on) }
}

fn week_of(clinic: &TestDesk, on: &str) -> Week {
    week(&clinic.desk, &clinic.admin, request(clinic, on)).unwrap()
}

fn month_of(clinic: &TestDesk, on: &str) -> Month {
    month(&clinic.desk, &clinic.admin, request(clinic, on)).unwrap()
}

/// A block that a recurrence rule brings back.
fn add_rule(clinic: &TestDesk, rrule: &str, from: &str, (starts, ends): (&str, &str)) {
    commit(clinic, |tx| {
        let hours = Hours {
            id: tx.new_id::<HoursId>(),
            doctor_id: clinic.doctor,
            site_id: clinic.site,
            audience: Audience::Patient,
            weekday: None,
            rrule: Some(rrule.to_owned()),
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            valid_from: Some(date(from)),
            valid_until: None,
        };
        schedules::store::insert_hours(tx, &hours)
    });
}

/// Something of the whole site, or of another doctor, over several days.
fn add_closure(
    clinic: &TestDesk,
    doctor: Option<DoctorId>,
    (first, last): (&str, &str),
    part: Option<(&str, &str)>,
    effect: ClosureEffect,
) {
    commit(clinic, |tx| {
        let closure = Closure {
            id: tx.new_id(),
            site_id: doctor.is_none().then_some(clinic.site),
            doctor_id: doctor,
            first_date: date(first),
            last_date: date(last),
            from: part.map(|(from, _)| from.parse().unwrap()),
            until: part.map(|(_, until)| until.parse().unwrap()),
            effect,
            reason: "holiday".to_owned(),
        };
        closures::store::insert(tx, &closure, tx.now())
    });
}

/// What the board of a day says about one doctor.
#[track_caller]
fn assert_as_on_its_board(clinic: &TestDesk, day: &DatedDay) {
    let board = board(clinic, &day.date.to_string());
    let column = board.columns.iter().find(|column| column.doctor_id == day.doctor.doctor_id);
    let expected = json!([board.missing, board.twice, column.expect("the doctor has a column")]);
    assert_eq!(json!([day.missing, day.twice, day.doctor]), expected, "{}", day.date);
}

#[track_caller]
fn assert_as_on_its_boards(clinic: &TestDesk, week: &Week) {
    let (mut visits, mut reps): (Vec<Value>, Vec<Value>) = Default::default();
    for day in &week.stretch.days {
        assert_as_on_its_board(clinic, day);
        let board = board(clinic, &day.date.to_string());
        let mine = board.appointments.iter().filter(|visit| visit.doctor_id == week.stretch.doctor_id);
        visits.extend(mine.map(|visit| json!(visit)));
        let mine = board.rep_visits.iter().filter(|visit| visit.doctor_id == week.stretch.doctor_id);
        reps.extend(mine.map(|visit| json!(visit)));
    }
    assert_eq!(json!(week.appointments), json!(visits));
    assert_eq!(json!(week.rep_visits), json!(reps));
}

fn dates(days: &[DatedDay]) -> Vec<String> {
    days.iter().map(|day| day.date.to_string()).collect()
}

#[test]
fn a_week_is_the_seven_boards_of_its_days_from_the_sites_first_day_on() {
    let clinic = clinic();
    let other = another_doctor(&clinic, "Karim Naguib");
    add_hours(&clinic, clinic.doctor, Audience::Rep, Weekday::Tuesday, ("17:00", "18:00"));
    limit_patients(&clinic, 20);
    close(&clinic, TUESDAY, Some(("09:00", "10:00")), "ward round");
    add_closure(&clinic, None, ("2026-11-25", "2026-11-26"), None, ClosureEffect::Closed);
    add_closure(&clinic, Some(other), (TUESDAY, TUESDAY), None, ClosureEffect::Closed);
    let opened = Some(("10:00", "12:00"));
    add_closure(&clinic, Some(clinic.doctor), ("2026-11-27", "2026-11-27"), opened, ClosureEffect::Opened);
    rep_visit(&clinic, TUESDAY, "17:00", 15);
    book(&clinic, TUESDAY, "11:00", 15);
    book(&clinic, "2026-11-21", "09:30", 30);
    let called_off = book(&clinic, "2026-11-22", "10:00", 15).appointment.id;
    cancel(&clinic.desk, &clinic.admin, serde_json::from_value(json!({ "id": called_off })).unwrap())
        .unwrap();

    let week = week_of(&clinic, TUESDAY);
    let days = dates(&week.stretch.days);
    assert_eq!((days.len(), days[0].as_str(), days[6].as_str()), (7, "2026-11-21", "2026-11-27"));
    assert_eq!(
        (week.stretch.week_start, &*week.stretch.weekend_days),
        (Weekday::Saturday, &[Weekday::Friday][..])
    );
    assert_eq!((week.stretch.today, week.stretch.now.to_string()), (date("2026-11-20"), "10:00".to_owned()));
    assert_eq!((week.appointments.len(), week.rep_visits.len()), (3, 1));
    let booked: Vec<u32> = week.stretch.days.iter().map(|day| day.doctor.patients_booked).collect();
    assert_eq!(booked, [1, 0, 0, 1, 0, 0, 0]);
    assert_as_on_its_boards(&clinic, &week);
    // Any day of the week leads to it.
    assert_eq!(dates(&week_of(&clinic, "2026-11-27").stretch.days), days);
    assert_eq!(dates(&week_of(&clinic, "2026-11-28").stretch.days)[0], "2026-11-28");
}

#[test]
fn a_week_knows_hours_that_come_back_every_other_week() {
    let clinic = clinic();
    add_rule(&clinic, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20", ("18:00", "20:00"));
    let fridays = ["2026-11-20", "2026-11-27", "2026-12-04", "2026-12-11"].map(|friday| {
        let week = week_of(&clinic, friday);
        assert_as_on_its_boards(&clinic, &week);
        week.stretch.days[6].doctor.open.len()
    });
    assert_eq!(fridays, [1, 0, 1, 0]);
    let month = month_of(&clinic, "2026-12-01");
    let open = month.stretch.days.iter().filter(|day| day.date.weekday() == Weekday::Friday);
    assert_eq!(open.map(|day| day.doctor.open.len()).collect::<Vec<_>>(), [1, 0, 1, 0, 1]);
}

#[test]
fn a_week_says_on_which_day_the_clock_jumps() {
    let clinic = clinic();
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Friday, ("00:00", "03:00"));
    let spring = week_of(&clinic, "2026-04-20");
    assert_as_on_its_boards(&clinic, &spring);
    let jumps: Vec<bool> = spring.stretch.days.iter().map(|day| day.missing.is_some()).collect();
    assert_eq!(jumps, [false, false, false, false, false, false, true]);
    assert_eq!(json!(spring.stretch.days[6].doctor.open[0].start), json!("01:00"));
    let autumn = week_of(&clinic, "2026-10-29");
    assert_as_on_its_boards(&clinic, &autumn);
    assert_eq!(json!(autumn.stretch.days[5].twice), json!({ "start": "23:00", "end": "24:00" }));
}

#[test]
fn only_today_has_a_doctor_who_is_late() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    clinic.clock.set(cairo(TUESDAY, "09:50"));
    arrive(&clinic.desk, &clinic.admin, crate::appointments::AppointmentRef { id: visit }).unwrap();
    clinic.clock.set(cairo(TUESDAY, "10:07"));
    let week = week_of(&clinic, TUESDAY);
    let late: Vec<u16> = week.stretch.days.iter().map(|day| day.doctor.late_minutes).collect();
    assert_eq!(late, [0, 0, 0, 7, 0, 0, 0]);
}

#[test]
fn a_month_is_whole_weeks_with_the_counts_of_its_boards() {
    let clinic = clinic();
    limit_patients(&clinic, 3);
    add_closure(&clinic, None, ("2026-12-24", "2026-12-26"), None, ClosureEffect::Closed);
    close(&clinic, "2026-12-08", Some(("09:00", "13:00")), "course");
    for time in ["09:00", "09:30", "10:00"] {
        book(&clinic, "2026-12-01", time, 15);
    }
    book(&clinic, "2026-11-30", "09:00", 15);
    let called_off = book(&clinic, "2026-12-02", "10:00", 15).appointment.id;
    cancel(&clinic.desk, &clinic.admin, serde_json::from_value(json!({ "id": called_off })).unwrap())
        .unwrap();
    rep_visit(&clinic, "2026-12-03", "12:00", 15);

    let december = month_of(&clinic, "2026-12-17");
    assert_eq!(december.month, date("2026-12-01"));
    let days = &december.stretch.days;
    let ends =
        |days: &[DatedDay]| (days.len(), days.first().map(|day| day.date), days.last().map(|day| day.date));
    assert_eq!(ends(days), (35, Some(date("2026-11-28")), Some(date("2027-01-01"))));
    for day in days {
        assert_as_on_its_board(&clinic, day);
    }
    let on = |day: &str| days.iter().find(|each| each.date == date(day)).unwrap();
    let first = &on("2026-12-01").doctor;
    assert_eq!((first.patients_booked, first.max_patients), (3, Some(3)));
    assert_eq!((on("2026-12-02").doctor.patients_booked, on("2026-12-03").doctor.reps_booked), (0, 1));
    // As few weeks as hold the month: 28 days from a Saturday on are four, 31 from a Friday on are six.
    assert_eq!(ends(&month_of(&clinic, "2031-02-10").stretch.days).0, 28);
    assert_eq!(ends(&month_of(&clinic, "2027-01-30").stretch.days).0, 42);
}

#[test]
fn a_week_shows_the_visits_of_a_doctor_who_cannot_be_booked_any_more() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 0", [])?));
    assert_eq!(week_of(&clinic, TUESDAY).appointments.len(), 1);
    let nobody = DoctorDate { doctor_id: DoctorId::from_uuid(Uuid::nil()), date: date(TUESDAY) };
    let Err(Error::Refused(refusal)) = week(&clinic.desk, &clinic.admin, nobody) else {
        panic!("there is no such doctor")
    };
    assert_eq!((refusal.code, &refusal.params["what"]), ("not_found", &json!("doctor")));
}

#[test]
fn a_week_follows_what_changes() {
    let clinic = clinic();
    assert!(week_of(&clinic, TUESDAY).appointments.is_empty());
    book(&clinic, TUESDAY, "10:00", 15);
    assert_eq!(week_of(&clinic, TUESDAY).appointments.len(), 1);
    close(&clinic, TUESDAY, None, "conference");
    let tuesday = |week: &Week| week.stretch.days.iter().position(|day| day.date == date(TUESDAY)).unwrap();
    let week = week_of(&clinic, TUESDAY);
    assert!(week.stretch.days[tuesday(&week)].doctor.open.is_empty());
    assert_as_on_its_boards(&clinic, &week);
}
