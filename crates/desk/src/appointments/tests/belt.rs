//! The second belt: what the database refuses although nobody asked the five steps.

use domain::appointment::AppointmentStatus;
use domain::id::{AppointmentId, PatientId};
use rusqlite::named_params;

use super::{TUESDAY, book, clinic, date, refused, rep_visit};
use crate::error::Result;
use crate::store::Sql;
use crate::testing::TestDesk;

/// Writes an appointment straight into the table.
fn force(
    clinic: &TestDesk,
    patient: PatientId,
    start: u16,
    minutes: u16,
    mark: &str,
) -> Result<AppointmentId> {
    clinic.desk.commit(&clinic.admin, "test.force", |tx| {
        let id = tx.new_id::<AppointmentId>();
        tx.execute(
            &format!(
                "insert into appointment
                     (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, created_at{})
                 values (:id, 'APT-A-900000', :patient, :doctor, :site, :date, :start, :minutes, :now{})",
                if mark.is_empty() { String::new() } else { format!(", {mark}") },
                match mark {
                    "" => "",
                    "overbook_reason" => ", 'emergency'",
                    "later_hour" => ", 1",
                    "clash_with" => ", (select id from appointment limit 1)",
                    _ => panic!("an unknown mark"),
                }
            ),
            named_params! {
                ":id": Sql(id), ":patient": Sql(patient), ":doctor": Sql(clinic.doctor), ":site": Sql(clinic.site),
                ":date": Sql(date(TUESDAY)), ":start": start, ":minutes": minutes, ":now": Sql(tx.now()),
            },
        )?;
        Ok(id)
    })
}

const TEN: u16 = 600;

#[test]
fn a_direct_insert_over_a_visit_is_refused_by_the_database() {
    let clinic = clinic();
    let patient = book(&clinic, TUESDAY, "10:00", 15).appointment.patient_id;
    for (start, minutes) in [(TEN, 15), (TEN - 5, 6), (TEN + 14, 5), (TEN - 60, 200), (TEN + 5, 1)] {
        assert_eq!(
            refused(force(&clinic, patient, start, minutes, "")).code,
            "booking.slot_taken",
            "{start} {minutes}"
        );
    }
    force(&clinic, patient, TEN - 15, 15, "").expect("touching before");
    force(&clinic, patient, TEN + 15, 15, "").expect("touching after");
    for mark in ["overbook_reason", "clash_with", "later_hour"] {
        force(&clinic, patient, TEN, 15, mark).expect(mark);
    }
}

#[test]
fn an_update_onto_a_visit_is_refused_by_the_database() {
    let clinic = clinic();
    let held = book(&clinic, TUESDAY, "10:00", 15).appointment;
    let other = book(&clinic, TUESDAY, "11:00", 15).appointment;
    let update = |sql: &str, id: AppointmentId| {
        clinic.desk.commit(&clinic.admin, "test.force", |tx| {
            Ok(tx.execute(
                &format!("update appointment set {sql} where id = :id"),
                named_params! { ":id": Sql(id) },
            )?)
        })
    };
    assert_eq!(refused(update("starts_at = 610", other.id)).code, "booking.slot_taken");
    // A visit that lost its time does not get it back over somebody else.
    update("status = 'no_show'", held.id).unwrap();
    update("starts_at = 610", other.id).unwrap();
    assert_eq!(refused(update("status = 'arrived'", held.id)).code, "booking.slot_taken");
    assert_eq!(held.status, AppointmentStatus::Scheduled);
}

#[test]
fn patients_and_reps_hold_the_same_time_on_either_side_of_the_belt() {
    let clinic = clinic();
    rep_visit(&clinic, TUESDAY, "10:00", 15);
    let patient = clinic.patient("Omar Hesham");
    assert_eq!(refused(force(&clinic, patient, TEN + 5, 15, "")).code, "booking.slot_taken");
    force(&clinic, patient, TEN + 15, 15, "").unwrap();
    let rep_over = |sets: &str| {
        clinic.desk.commit(&clinic.admin, "test.force", |tx| {
            Ok(tx.execute(&format!("update rep_visit set {sets}"), [])?)
        })
    };
    assert_eq!(refused(rep_over("minutes = 16")).code, "booking.slot_taken");
    rep_over("status = 'requested', minutes = 16").expect("a mere request holds no time");
    assert_eq!(refused(rep_over("status = 'approved'")).code, "booking.slot_taken");
}
