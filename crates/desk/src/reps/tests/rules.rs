use domain::rep_rules::RepLimits;
use rusqlite::named_params;
use serde_json::json;

use super::super::requests::{CheckRepVisit, SaveCompany, SetRepRule};
use super::super::{check, list_rules, remove_company, remove_rep, save_company, set_rule};
use super::{block, book, booked, clinic, company, refused, rep, rep_of, request, rule, to};
use crate::appointments::next_free;
use crate::appointments::requests::NextFreeRequest;
use crate::appointments::tests::{TUESDAY, commit, date};
use crate::session::Empty;
use crate::store::Sql;
use crate::testing::TestDesk;

fn least_days(days: u16) -> RepLimits {
    RepLimits { least_days_between: Some(days), ..RepLimits::default() }
}

fn limit_reps(clinic: &TestDesk, most: u16) {
    commit(clinic, |tx| {
        let limit = crate::schedules::DayLimit {
            id: tx.new_id(),
            doctor_id: clinic.doctor,
            weekday: None,
            max_patients: None,
            max_reps: Some(most),
        };
        crate::schedules::store::insert_day_limit(tx, &limit)
    });
}

#[test]
fn twelve_days_after_a_visit_a_rule_of_thirty_refuses_and_names_the_next_date() {
    let clinic = clinic();
    let rep = rep(&clinic);
    rule(&clinic, least_days(30));
    booked(&clinic, rep, TUESDAY, "17:00");
    let refusal = refused(book(&clinic, rep, "2026-12-06", "17:00"));
    assert_eq!(refusal.code, "rep_rule.too_soon_again");
    assert_eq!(refusal.params["days"], json!(30));
    assert_eq!(refusal.params["met"], json!(TUESDAY));
    assert_eq!(refusal.params["of"], json!("site"));
    assert_eq!(refusal.params["step"], json!(6));
    assert_eq!(refusal.params["next_date"], json!("2026-12-24"), "thirty days later, a Thursday");
    booked(&clinic, rep, "2026-12-24", "17:00");
}

#[test]
fn over_the_daily_cap_a_rep_hears_of_the_next_day() {
    let clinic = clinic();
    let company = company(&clinic, "Nile Pharma");
    limit_reps(&clinic, 1);
    booked(&clinic, rep_of(&clinic, company, "Rania Aziz"), TUESDAY, "17:00");
    let refusal = refused(book(&clinic, rep_of(&clinic, company, "Adel Samir"), TUESDAY, "17:30"));
    assert_eq!((refusal.code, &refusal.params["step"]), ("booking.day_full", &json!(5)));
    assert_eq!(refusal.params["next_date"], json!("2026-11-25"));
}

#[test]
fn a_doctor_a_site_and_a_company_each_count_their_own() {
    let clinic = clinic();
    let nile = company(&clinic, "Nile Pharma");
    let (first, second) = (rep_of(&clinic, nile, "Rania Aziz"), rep_of(&clinic, nile, "Adel Samir"));
    let limits = RepLimits { company_per_week: Some(1), ..RepLimits::default() };
    let of_company = SetRepRule { site_id: None, doctor_id: None, company_id: Some(nile), limits };
    set_rule(&clinic.desk, &clinic.admin, of_company).unwrap();
    booked(&clinic, first, TUESDAY, "17:00");
    let refusal = refused(book(&clinic, second, "2026-11-26", "17:00"));
    assert_eq!(refusal.code, "rep_rule.company_week_full");
    assert_eq!(
        json!([
            refusal.params["of"],
            refusal.params["first"],
            refusal.params["last"],
            refusal.params["next_date"]
        ]),
        json!(["company", "2026-11-21", "2026-11-27", "2026-11-28"])
    );
    let other = rep_of(&clinic, company(&clinic, "Delta Pharma"), "Hala Nabil");
    booked(&clinic, other, "2026-11-26", "17:00");
    let limits = RepLimits { max_per_day: Some(1), ..RepLimits::default() };
    let of_doctor = SetRepRule { doctor_id: Some(clinic.doctor), site_id: None, company_id: None, limits };
    set_rule(&clinic.desk, &clinic.admin, of_doctor).unwrap();
    let third = rep_of(&clinic, company(&clinic, "Luxor Labs"), "Omar Zaki");
    let refusal = refused(book(&clinic, third, TUESDAY, "17:30"));
    assert_eq!((refusal.code, &refusal.params["of"]), ("rep_rule.day_full", &json!("doctor")));
}

#[test]
fn taking_every_number_away_takes_the_rule_away() {
    let clinic = clinic();
    rule(&clinic, least_days(30));
    assert_eq!(list_rules(&clinic.desk, &clinic.admin, Empty {}).unwrap().rules[0].limits, least_days(30));
    rule(&clinic, RepLimits::default());
    assert!(list_rules(&clinic.desk, &clinic.admin, Empty {}).unwrap().rules.is_empty());
    rule(&clinic, least_days(2));
    assert_eq!(list_rules(&clinic.desk, &clinic.admin, Empty {}).unwrap().rules.len(), 1);
}

#[test]
fn a_rule_is_of_exactly_one_and_within_reason() {
    let clinic = clinic();
    let limits = RepLimits { horizon_days: Some(0), ..RepLimits::default() };
    let nobody = SetRepRule { site_id: None, doctor_id: None, company_id: None, limits };
    let refusal = refused(set_rule(&clinic.desk, &clinic.admin, nobody));
    let codes: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(codes, [("limits.horizon_days", "out_of_range"), ("scope", "one_of_three")]);
}

#[test]
fn a_blocked_rep_is_not_booked_within_the_block_whatever_the_reason() {
    let clinic = clinic();
    let rep = rep(&clinic);
    block(&clinic, rep, "2026-11-30");
    let wish = super::BookRepVisit {
        overbook_reason: Some("the doctor asked".to_owned()),
        ..request(&clinic, rep, date(TUESDAY), "17:00")
    };
    let refusal = refused(super::super::book(&clinic.desk, &clinic.admin, wish));
    assert_eq!(refusal.code, "rep.blocked");
    assert_eq!(refusal.params["may_overbook"], json!(false));
    assert_eq!(refusal.params["next_date"], json!("2026-12-01"));
}

#[test]
fn a_rule_may_be_bent_with_a_reason_by_who_may() {
    let clinic = clinic();
    let rep = rep(&clinic);
    booked(&clinic, rep, TUESDAY, "17:00");
    let wish = super::BookRepVisit {
        overbook_reason: Some("a recall".to_owned()),
        ..request(&clinic, rep, date("2026-11-25"), "17:00")
    };
    let visit = super::super::book(&clinic.desk, &clinic.admin, wish).unwrap().visit;
    assert_eq!(visit.overbook_reason.as_deref(), Some("a recall"));
}

#[test]
fn moving_a_visit_does_not_count_the_visit_itself() {
    let clinic = clinic();
    let rep = rep(&clinic);
    rule(&clinic, least_days(30));
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    let moved = super::super::reschedule(&clinic.desk, &clinic.admin, to(visit.id, "2026-11-26", "17:00"));
    assert_eq!(moved.unwrap().visit.date, date("2026-11-26"));
}

#[test]
fn the_screen_sees_a_sixth_step_of_a_reps_visit() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let asked = CheckRepVisit {
        rep_id: rep,
        doctor_id: clinic.doctor,
        date: date(TUESDAY),
        start: "10:00".parse().unwrap(),
        minutes: 15,
        later_hour: None,
        moving: None,
    };
    let verdict = check(&clinic.desk, &clinic.admin, asked.clone()).unwrap();
    assert_eq!((verdict.steps.len(), verdict.code.as_str()), (6, "booking.outside_hours"));
    assert!(verdict.suggestions.iter().all(|free| free.start >= "17:00".parse().unwrap()));
    let fits = CheckRepVisit { start: "17:00".parse().unwrap(), ..asked };
    assert!(check(&clinic.desk, &clinic.admin, fits).unwrap().ok);
}

#[test]
fn the_next_free_times_for_a_rep_keep_to_the_rules() {
    let clinic = clinic();
    let rep = rep(&clinic);
    booked(&clinic, rep, TUESDAY, "17:00");
    let wanted = NextFreeRequest {
        doctor_id: Some(clinic.doctor),
        rep_id: Some(rep),
        minutes: None,
        from: Some(date(TUESDAY)),
        not_before: None,
        kind: None,
        count: Some(1),
    };
    let free = next_free(&clinic.desk, &clinic.admin, wanted).unwrap().free_times;
    assert_eq!((free[0].date, free[0].start), (date("2026-12-08"), "17:00".parse().unwrap()));
}

#[test]
fn one_company_is_kept_once_however_it_is_written() {
    let clinic = clinic();
    let nile = company(&clinic, "شركة النيل");
    let again = SaveCompany { id: None, name: "شركه  النيل".to_owned(), phone: None };
    assert_eq!(refused(save_company(&clinic.desk, &clinic.admin, again)).fields[0].code, "taken");
    let renamed =
        SaveCompany {
            id: Some(nile), name: "شركة النيل".to_owned(), phone: Some("19777".to_owned())
        };
    assert_eq!(
        save_company(&clinic.desk, &clinic.admin, renamed).unwrap().company.phone.as_deref(),
        Some("19777")
    );
}

#[test]
fn nobody_is_removed_who_is_still_expected() {
    let clinic = clinic();
    let nile = company(&clinic, "Nile Pharma");
    let rania = rep_of(&clinic, nile, "Rania Aziz");
    let of_company = super::super::CompanyRef { id: nile };
    assert_eq!(
        refused(remove_company(&clinic.desk, &clinic.admin, of_company.clone())).code,
        "company.has_reps"
    );
    let visit = booked(&clinic, rania, TUESDAY, "17:00");
    let of_rep = super::super::RepRef { id: rania };
    let refusal = refused(remove_rep(&clinic.desk, &clinic.admin, of_rep.clone()));
    assert_eq!((refusal.code, &refusal.params["next_ref"]), ("rep.has_future_visits", &json!(visit.r#ref)));
    commit(&clinic, |tx| {
        let id = named_params! { ":id": Sql(visit.id) };
        Ok(tx.execute("update rep_visit set status = 'cancelled' where id = :id", id)?)
    });
    remove_rep(&clinic.desk, &clinic.admin, of_rep).unwrap();
    remove_company(&clinic.desk, &clinic.admin, of_company).unwrap();
    assert_eq!(refused(book(&clinic, rania, TUESDAY, "17:00")).code, "not_found");
}
