mod doctor;

use domain::appointment::AppointmentStatus;
use domain::calendar::Audience;
use domain::time::Weekday;
use rusqlite::named_params;
use serde_json::{Value, json};

use super::{Day, DayRequest, DoctorDay, day};
use crate::appointments::tests::{
    TUESDAY, add_hours, another_doctor, book, cairo, clinic, close, commit, date, everything, limit_patients,
    rep_visit,
};
use crate::appointments::{AppointmentRef, arrive, cancel, complete, start};
use crate::store::Sql;
use crate::testing::TestDesk;

fn board(clinic: &TestDesk, on: &str) -> Day {
    day(&clinic.desk, &clinic.admin, DayRequest { date: date(on), site_id: None }).unwrap()
}

fn column<'d>(day: &'d Day, name: &str) -> &'d DoctorDay {
    day.columns.iter().find(|column| column.full_name == name).expect("the doctor has a column")
}

fn open(column: &DoctorDay) -> Value {
    json!(column.open)
}

#[test]
fn a_board_has_a_column_per_doctor_with_hours_closures_caps_and_counts() {
    let clinic = clinic();
    another_doctor(&clinic, "Karim Naguib");
    add_hours(&clinic, clinic.doctor, Audience::Rep, Weekday::Tuesday, ("17:00", "18:00"));
    limit_patients(&clinic, 20);
    let closure = close(&clinic, TUESDAY, Some(("09:00", "10:00")), "ward round");
    rep_visit(&clinic, TUESDAY, "17:00", 15);
    book(&clinic, TUESDAY, "11:00", 15);
    let called_off = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    cancel(&clinic.desk, &clinic.admin, serde_json::from_value(json!({ "id": called_off })).unwrap())
        .unwrap();

    let day = board(&clinic, TUESDAY);
    assert_eq!((day.site_id, day.time_zone.as_str()), (clinic.site, "Africa/Cairo"));
    assert_eq!((day.today, day.now.to_string()), (date("2026-11-20"), "10:00".to_owned()));
    let names: Vec<&str> = day.columns.iter().map(|column| column.full_name.as_str()).collect();
    assert_eq!(names, ["Karim Naguib", "Salma Fathy"]);
    let salma = column(&day, "Salma Fathy");
    assert_eq!(
        open(salma),
        json!([
            { "audience": "patient", "start": "10:00", "end": "13:00" },
            { "audience": "patient", "start": "14:00", "end": "17:00" },
            { "audience": "rep", "start": "17:00", "end": "18:00" },
        ])
    );
    assert_eq!(salma.closures.iter().map(|closure| closure.id).collect::<Vec<_>>(), [closure]);
    assert_eq!((salma.patients_booked, salma.max_patients, salma.reps_booked), (1, Some(20), 1));
    let karim = column(&day, "Karim Naguib");
    assert_eq!((karim.closures.len(), karim.patients_booked, karim.max_patients), (0, 0, None));
    // Cancelled visits are told as well, in the order of the clock.
    let visits: Vec<_> =
        day.appointments.iter().map(|visit| (visit.start.to_string(), visit.status)).collect();
    use AppointmentStatus::{Cancelled, Scheduled};
    assert_eq!(visits, [("10:00".to_owned(), Cancelled), ("11:00".to_owned(), Scheduled)]);
    assert_eq!(day.appointments[0].patient_name, "Omar Hesham");
    assert_eq!(
        (day.rep_visits[0].rep_name.as_str(), day.rep_visits[0].company.as_str()),
        ("Rania Aziz", "Nile Pharma")
    );
}

#[test]
fn doctors_without_hours_that_day_come_last() {
    let clinic = clinic();
    another_doctor(&clinic, "Amal Fouad");
    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update hours set deleted_at = 1 where doctor_id <> :id",
            named_params! { ":id": Sql(clinic.doctor) },
        )?)
    });
    let names: Vec<String> =
        board(&clinic, TUESDAY).columns.into_iter().map(|column| column.full_name).collect();
    assert_eq!(names, ["Salma Fathy", "Amal Fouad"]);
    // Closed for the day is not the same: the eye finds the column where it always is.
    another_doctor(&clinic, "Zeina Adel");
    close(&clinic, TUESDAY, None, "conference");
    let names: Vec<String> =
        board(&clinic, TUESDAY).columns.into_iter().map(|column| column.full_name).collect();
    assert_eq!(names, ["Salma Fathy", "Zeina Adel", "Amal Fouad"]);
}

#[test]
fn a_doctor_who_left_keeps_a_column_while_somebody_is_booked_there() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 0", [])?));
    assert_eq!(board(&clinic, TUESDAY).columns.len(), 1);
    assert!(board(&clinic, "2026-11-25").columns.is_empty());
}

#[test]
fn the_board_says_what_the_clock_does_to_the_day() {
    let clinic = clinic();
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Friday, ("00:00", "03:00"));
    let spring = board(&clinic, "2026-04-24");
    assert_eq!(json!(spring.missing), json!({ "start": "00:00", "end": "01:00" }));
    assert_eq!(
        open(&spring.columns[0]),
        json!([{ "audience": "patient", "start": "01:00", "end": "03:00" }])
    );
    let autumn = board(&clinic, "2026-10-29");
    assert_eq!(json!(autumn.twice), json!({ "start": "23:00", "end": "24:00" }));
    let ordinary = board(&clinic, TUESDAY);
    assert!(ordinary.missing.is_none() && ordinary.twice.is_none());
}

#[test]
fn a_doctor_is_late_by_who_is_inside_or_by_who_waits() {
    let clinic = clinic();
    let visits: Vec<AppointmentRef> = ["10:00", "10:15", "10:30"]
        .map(|time| AppointmentRef { id: book(&clinic, TUESDAY, time, 15).appointment.id })
        .into();
    let late_at = |time: &str| {
        clinic.clock.set(cairo(TUESDAY, time));
        board(&clinic, TUESDAY).columns[0].late_minutes
    };
    let (desk, admin) = (&clinic.desk, &clinic.admin);
    assert_eq!(late_at("10:10"), 0, "nobody is here");
    clinic.clock.set(cairo(TUESDAY, "09:50"));
    arrive(desk, admin, visits[0].clone()).unwrap();
    assert_eq!(late_at("09:58"), 0, "early patients wait for their time");
    assert_eq!(late_at("10:07"), 7);
    start(desk, admin, visits[0].clone()).unwrap();
    assert_eq!(late_at("10:12"), 7, "begun seven minutes late");
    assert_eq!(late_at("10:31"), 16, "and it drags on");
    complete(desk, admin, visits[0].clone()).unwrap();
    assert_eq!(late_at("10:35"), 0, "nobody waits");
    arrive(desk, admin, visits[1].clone()).unwrap();
    assert_eq!(late_at("10:37"), 2, "a doctor is not behind because a patient is");
    assert_eq!(board(&clinic, "2026-11-25").columns[0].late_minutes, 0);
}

#[test]
fn reading_the_board_changes_nothing_and_an_unknown_site_is_refused() {
    let clinic = clinic();
    let before = everything(&clinic.desk);
    board(&clinic, TUESDAY);
    assert_eq!(everything(&clinic.desk), before);
    let elsewhere =
        DayRequest { date: date(TUESDAY), site_id: Some(domain::id::Id::from_uuid(uuid::Uuid::nil())) };
    let answer = day(&clinic.desk, &clinic.admin, elsewhere);
    assert!(matches!(answer, Err(crate::Error::Refused(refusal)) if refusal.code == "not_found"));
}

#[test]
fn a_board_looked_at_before_follows_what_changes_around_its_visits() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "10:00", 15).appointment;
    let wednesday = "2026-11-25";
    assert!(board(&clinic, wednesday).appointments.is_empty());
    assert_eq!(board(&clinic, TUESDAY).appointments.len(), 1);

    commit(&clinic, |tx| Ok(tx.execute("update patient set full_name = 'Omar Hisham'", [])?));
    assert_eq!(board(&clinic, TUESDAY).appointments[0].patient_name, "Omar Hisham");
    rep_visit(&clinic, TUESDAY, "11:00", 15);
    assert_eq!(board(&clinic, TUESDAY).columns[0].reps_booked, 1);
    commit(&clinic, |tx| Ok(tx.execute("update company set name = 'Delta Pharma'", [])?));
    assert_eq!(board(&clinic, TUESDAY).rep_visits[0].company, "Delta Pharma");
    close(&clinic, TUESDAY, None, "conference");
    assert!(board(&clinic, TUESDAY).columns[0].open.is_empty());

    let sql = "update appointment set date = :date where id = :id";
    let wednesday_date = date(wednesday);
    commit(&clinic, |tx| {
        Ok(tx.execute(sql, named_params! { ":date": Sql(wednesday_date), ":id": Sql(visit.id) })?)
    });
    assert!(board(&clinic, TUESDAY).appointments.is_empty());
    assert_eq!(board(&clinic, wednesday).appointments[0].id, visit.id);
}

#[test]
fn a_board_follows_more_changes_than_are_read_one_by_one() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    board(&clinic, TUESDAY);
    for number in 0..600 {
        clinic.patient(&format!("Omar {number}"));
    }
    commit(&clinic, |tx| Ok(tx.execute("update patient set full_name = 'Nadia Samir'", [])?));
    assert_eq!(board(&clinic, TUESDAY).appointments[0].patient_name, "Nadia Samir");
}

#[test]
fn the_board_reads_visits_by_day_and_never_a_whole_table_of_them() {
    let clinic = clinic();
    for (sql, index) in [
        (crate::agenda::store::REP_VISITS_OF_DAY, "rep_visit USING INDEX rep_visit_day (date=?)"),
        (include_str!("doctors.sql"), "doctor_specialty USING INDEX"),
        (
            include_str!("counts.sql"),
            "appointment USING COVERING INDEX appointment_day (date=? AND doctor_id=?)",
        ),
        (include_str!("counts.sql"), "rep_visit USING COVERING INDEX rep_visit_day (date=? AND doctor_id=?)"),
    ] {
        let plan: Vec<String> = clinic
            .desk
            .read(|connection| {
                let mut statement = connection.prepare(&format!("explain query plan {sql}"))?;
                let (mut rows, mut plan) = (statement.raw_query(), Vec::new());
                while let Some(row) = rows.next()? {
                    plan.push(row.get("detail")?);
                }
                Ok(plan)
            })
            .unwrap();
        assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
        // The few doctors may be read through; visits may not.
        let few = ["SCAN doctor", "SCAN day VIRTUAL TABLE INDEX 1:"];
        assert!(
            !plan.iter().any(|step| step.starts_with("SCAN") && !few.contains(&step.as_str())),
            "{plan:#?}"
        );
    }
}
