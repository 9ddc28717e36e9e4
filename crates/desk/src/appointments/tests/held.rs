//! What holds a doctor's time, read both ways.

use domain::appointment::AppointmentStatus;
use domain::booking::VisitId;
use domain::booking::free::Taken;
use domain::calendar::Audience;
use domain::code::Code as _;
use domain::id::AppointmentId;
use domain::rep_visit::RepVisitStatus;
use rusqlite::named_params;

use super::{TUESDAY, book, clinic, commit, date, rep_visit};
use crate::appointments::held::{self, TakenDays};
use crate::store::Sql;
use crate::testing::TestDesk;

/// One overbooked visit in each state, one a minute, from the first minute of the day on, and one that was removed.
fn one_in_each_state(clinic: &TestDesk) {
    let patient = book(clinic, TUESDAY, "10:00", 15).appointment.patient_id;
    commit(clinic, |tx| {
        let removed = AppointmentStatus::ALL.len();
        let states = AppointmentStatus::ALL.iter().copied().chain([AppointmentStatus::Scheduled]);
        for (minute, status) in states.enumerate() {
            tx.execute(
                "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, cancelled_by,
                     later_hour, overbook_reason, created_at, deleted_at)
                 values (:id, 'APT-A-900000', :patient, :doctor, :site, :date, :start, 720, :status,
                     iif(:status = 'cancelled', 'clinic', null), :later_hour, 'emergency', 0, :deleted_at)",
                named_params! {
                    ":id": Sql(tx.new_id::<AppointmentId>()), ":patient": Sql(patient), ":doctor": Sql(clinic.doctor),
                    ":site": Sql(clinic.site), ":date": Sql(date(TUESDAY)), ":start": minute, ":status": Sql(status),
                    ":later_hour": minute % 2, ":deleted_at": (minute == removed).then_some(1),
                },
            )?;
        }
        Ok(())
    });
}

/// A rep's visit in each state, as the one that stands there.
fn each_state_of_a_rep_visit(clinic: &TestDesk, mut seen: impl FnMut(RepVisitStatus)) {
    rep_visit(clinic, TUESDAY, "23:59", 1);
    for status in RepVisitStatus::ALL {
        commit(clinic, |tx| {
            tx.execute(
                "update rep_visit set status = :status, overbook_reason = 'asked for'",
                named_params! { ":status": Sql(*status) },
            )?;
            Ok(())
        });
        seen(*status);
    }
}

#[test]
fn only_states_that_hold_time_hold_it_and_both_readings_agree() {
    let clinic = clinic();
    one_in_each_state(&clinic);
    let holding: Vec<_> = (0_u16..)
        .zip(AppointmentStatus::ALL)
        .filter(|(_, status)| status.holds_time())
        .map(|(minute, _)| (minute, 720, minute % 2 == 1, false))
        .chain([(600, 15, false, false)])
        .collect();
    each_state_of_a_rep_visit(&clinic, |status| {
        let mut expected = holding.clone();
        expected.extend(status.holds_time().then_some((1439, 1, false, true)));
        clinic
            .desk
            .read(|connection| {
                let held = held::on_day(connection, clinic.doctor, date(TUESDAY))?;
                let told: Vec<_> = held
                    .iter()
                    .map(|held| {
                        let span = held.place.span;
                        let is_rep = matches!(held.visit, VisitId::Rep(_));
                        (span.start().minutes(), span.minutes(), held.place.later_hour, is_rep)
                    })
                    .collect();
                assert_eq!(told, expected, "{status:?}");
                let mut days = TakenDays::prepare(connection)?;
                for audience in Audience::ALL {
                    let spans = held.iter().map(|held| held.place.span).collect();
                    let counts = |held: &&domain::booking::Held| {
                        matches!(held.visit, VisitId::Rep(_)) == (*audience == Audience::Rep)
                    };
                    let counted = u16::try_from(held.iter().filter(counts).count()).unwrap();
                    let taken = days.on(clinic.doctor, date(TUESDAY), *audience)?;
                    assert_eq!(taken, Taken { spans, counted }, "{status:?} {audience:?}");
                }
                assert!(
                    held::on_day(connection, clinic.doctor, date("2026-11-25"))?.is_empty(),
                    "another day"
                );
                Ok(())
            })
            .unwrap();
    });
}
