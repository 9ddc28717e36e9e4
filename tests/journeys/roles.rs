//! Every role at every command: what each may call, written out by hand and held against the running desk. A denial is recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use clinic_tests::clinic::PASSWORD;
use desk::commands::{self, Access};
use desk::vault::{Cost, VaultSettings};
use desk::{Desk, Error, Seat, SystemClock};
use domain::account::Role;
use serde_json::{Value, json};

/// The letters of those who may: Admin, Doctor, Receptionist, Pharmacist, Viewer. In the order of the command table.
const MAY: &str = "
    session.whoami                ADRPV
    session.touch                 ADRPV
    drafts.save                   ADRPV
    drafts.list                   ADRPV
    drafts.discard                ADRPV
    accounts.list                 A
    accounts.create               A
    accounts.update               A
    accounts.reset_password       A
    accounts.remove               A
    accounts.renew_recovery_code  A
    recovery.sheet                A
    settings.get                  ADRPV
    settings.set                  A
    sites.list                    ADRPV
    sites.save                    A
    specialties.list              ADRPV
    specialties.save              A
    specialties.remove            A
    doctors.list                  ADRPV
    doctors.get                   ADRPV
    doctors.save                  A
    doctors.remove                A
    hours.list                    ADRPV
    hours.set                     A
    hours.preview                 A
    day_limits.list               ADRPV
    day_limits.set                A
    closures.list                 ADRPV
    closures.preview              AR
    closures.add                  AR
    closures.change               AR
    closures.remove               AR
    rebooking.worklists           ADR
    rebooking.worklist            ADR
    rebooking.settle              ADR
    rebooking.move_all            ADR
    reminders.list                ADR
    reminders.settle              ADR
    waiting.list                  ADR
    waiting.fitting               ADR
    waiting.freed                 ADR
    waiting.add                   ADR
    waiting.change                ADR
    waiting.remove                ADR
    waiting.call                  ADR
    waiting.book                  ADR
    holidays.offer                ADRPV
    patients.register             AR
    patients.update               AR
    patients.remove               AR
    patients.get                  ADRP
    patients.search               ADRP
    patients.duplicates           ADRP
    patients.register_relative    AR
    patients.relate               AR
    patients.unrelate             AR
    patients.likely_pairs         AR
    patients.keep_apart           AR
    patients.merge_preview        AR
    patients.merge                AR
    patients.unmerge              AR
    agenda.day                    ADRPV
    agenda.week                   ADRPV
    agenda.month                  ADRPV
    papers.agenda                 ADRP
    papers.calendar               ADRPV
    reports.closing               ADRV
    reports.list                  ADRPV
    reports.run                   ADRPV
    reports.open                  ADRPV
    reports.csv                   ADRPV
    reports.paper                 ADRPV
    reports.overview              ADRV
    reports.rebuild               A
    papers.closing_report         ADRV
    papers.slip                   ADRP
    papers.prescription           ADP
    papers.labels                 AP
    papers.document               ADR
    papers.rebook_list            ADR
    appointments.check            ADR
    appointments.next_free        ADRPV
    appointments.book             ADR
    appointments.get              ADRPV
    appointments.describe         ADR
    appointments.move             ADR
    appointments.cancel           ADR
    appointments.confirm          ADR
    appointments.arrive           ADR
    appointments.start            ADR
    appointments.complete         ADR
    appointments.no_show          ADR
    series.preview                ADR
    series.book                   ADR
    series.get                    ADRPV
    series.preview_move           ADR
    series.move                   ADR
    series.cancel                 ADR
    companies.list                ADRP
    companies.get                 ADRP
    companies.save                AR
    companies.remove              AR
    reps.list                     ADRP
    reps.get                      ADRP
    reps.save                     AR
    reps.remove                   AR
    reps.block                    AR
    reps.unblock                  AR
    rep_rules.list                ADRP
    rep_rules.set                 A
    rep_visits.check              ADR
    rep_visits.book               ADR
    rep_visits.get                ADRP
    rep_visits.requests           ADR
    rep_visits.keep               ADR
    rep_visits.approve            ADR
    rep_visits.decline            ADR
    rep_visits.confirm            ADR
    rep_visits.reschedule         ADR
    rep_visits.cancel             ADR
    rep_visits.arrive             ADR
    rep_visits.refuse_entry       ADR
    rep_visits.start              ADR
    rep_visits.complete           ADR
    rep_visits.no_show            ADR
    rep_visits.summarise          ADR
    rep_visits.amend              ADR
    samples.list                  ADRP
    queue.now                     ADRPV
    queue.call_next               ADR
    queue.call                    ADR
    queue.walk_in                 ADR
    medicines.list                ADP
    medicines.save                AP
    medicines.remove              AP
    medicines.preview_import      AP
    medicines.import              AP
    stock.medicine                AP
    stock.overview                AP
    stock.receive                 AP
    stock.move                    AP
    stock.transfer                AP
    stock.write_off               AP
    stock.sheet                   AP
    stock.count                   AP
    stock.samples                 AP
    stock.receive_sample          AP
    medicines.search              ADP
    prescriptions.read_line       AD
    prescriptions.check           AD
    prescriptions.draft           AD
    prescriptions.submit          AD
    prescriptions.cancel          AD
    prescriptions.correct         AD
    prescriptions.repeat_last     AD
    prescriptions.get             ADP
    prescriptions.of_patient      ADP
    prescriptions.tags            AD
    prescriptions.favourites      AD
    prescriptions.save_favourite  AD
    prescriptions.remove_favourite AD
    fulfilments.queue             AP
    fulfilments.propose           AP
    fulfilments.recent            AP
    fulfilments.dispense          AP
    attention.list                ADRP
    attention.settle              ADRP
    charts.open                   AD
    charts.get                    AD
    charts.break_glass            AD
    charts.reviews                A
    charts.review                 A
    charts.save_allergy           AD
    charts.remove_allergy         AD
    charts.save_condition         AD
    charts.remove_condition       AD
    charts.save_medication        AD
    charts.remove_medication      AD
    charts.save_vitals            AD
    charts.remove_vitals          AD
    charts.encounter              AD
    charts.write_encounter        AD
    charts.book_follow_up         AD
    charts.start_consultation     AD
    charts.end_consultation       AD
    charts.save_consultation      AD
    charts.remove_consultation    AD
    charts.save_test              AD
    charts.remove_test            AD
    charts.codes                  AD
    charts.preview_codes          A
    charts.import_codes           A
    documents.attach              ADR
    documents.list                ADRP
    documents.open                ADRP
    documents.describe            ADR
    documents.remove              ADR
    documents.copy                ADR
    documents.openings            ADR
    documents.people              ADR
    sync.state                    ADRPV
    sync.now                      ADRPV
    hub.desks                     A
    hub.new_code                  A
    hub.revoke                    A
    hub.trail                     A
    sync.enrol                    A
    operations.undo               ADRP
    ledger.list                   A
    ledger.verify                 A
";

const STAFF: [(Role, char); 5] = [
    (Role::Admin, 'A'),
    (Role::Doctor, 'D'),
    (Role::Receptionist, 'R'),
    (Role::Pharmacist, 'P'),
    (Role::Viewer, 'V'),
];

#[test]
fn every_role_may_call_what_it_may_and_nothing_else() {
    let clinic = Clinic::new();
    let written: BTreeMap<&str, &str> = MAY.lines().filter_map(|line| line.trim().split_once(' ')).collect();
    let guarded: Vec<_> =
        commands::table().iter().filter(|command| command.access != Access::Everybody).collect();
    assert_eq!(guarded.len(), written.len(), "a command is missing in the matrix, or was taken away");
    for (role, letter) in STAFF {
        let seat = clinic.seat_of(role);
        for command in &guarded {
            let may =
                written.get(command.name).unwrap_or_else(|| panic!("{} is not in the matrix", command.name));
            let may = may.trim().contains(letter);
            // A key that no input has: nothing is ever carried out, and a denial still comes before a bad field.
            let answer = clinic.desk.call(&seat, command.name, json!({ "\u{0}": 1 }));
            let code = match answer {
                Err(Error::Refused(refusal)) => refusal.code,
                other => panic!("{role:?} at {}: {other:?}", command.name),
            };
            assert_eq!(
                code,
                if may { "input.invalid" } else { "permission.denied" },
                "{role:?} at {}",
                command.name
            );
        }
    }
    clinic.assert_denials_are_recorded(&written);
}

#[test]
fn nobody_may_call_anything_before_logging_in() {
    let clinic = Clinic::new();
    let seat = Seat::default();
    for command in commands::table().iter().filter(|command| command.access != Access::Everybody) {
        match clinic.desk.call(&seat, command.name, json!({ "\u{0}": 1 })) {
            Err(Error::Refused(refusal)) if refusal.code == "session.required" => {}
            other => panic!("{}: {other:?}", command.name),
        }
    }
}

struct Clinic {
    desk: Desk,
    admin: Seat,
    passwords: BTreeMap<String, String>,
    _dir: tempfile::TempDir,
}

impl Clinic {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let cheap = VaultSettings { argon2: Cost { memory_kib: 64, passes: 1, lanes: 1 } };
        let desk = Desk::at(dir.path(), Arc::new(SystemClock)).with_vault_settings(cheap);
        let admin = Seat::default();
        let call = |name: &str, input: Value| {
            desk.call(&admin, name, input).unwrap_or_else(|e| panic!("{name}: {e}"))
        };
        let reply = call(
            "setup.create",
            json!({
                "clinic_name": "Al Nour", "site_name": "Dokki", "time_zone": "Africa/Cairo", "currency": "EGP",
                "week_start": "sat", "weekend_days": ["fri"], "language": "en",
                "full_name": "Mona Adel", "username": "admin", "password": PASSWORD,
            }),
        );
        call("setup.confirm_recovery", json!({ "recovery_code": reply["recovery_code"] }));
        let mut passwords = BTreeMap::from([("admin".to_owned(), PASSWORD.to_owned())]);
        for (role, _) in &STAFF[1..] {
            let code = domain::code::Code::code(*role);
            let account = json!({ "username": code, "full_name": format!("A {code}"), "role": code });
            let reply = call("accounts.create", account);
            let once = reply["one_time_password"].as_str().expect("a password to hand over").to_owned();
            passwords.insert(code.to_owned(), once);
        }
        Self { desk, admin, passwords, _dir: dir }
    }

    fn seat_of(&self, role: Role) -> Seat {
        let username = domain::code::Code::code(role);
        let seat = Seat::default();
        let password = &self.passwords[username];
        let call = |name: &str, input: Value| {
            self.desk.call(&seat, name, input).unwrap_or_else(|e| panic!("{name}: {e}"))
        };
        call("session.login", json!({ "username": username, "password": password }));
        if role != Role::Admin {
            let lasting = json!({ "current_password": password, "new_password": "nine quiet tram stops" });
            call("session.change_password", lasting);
        }
        seat
    }

    fn assert_denials_are_recorded(&self, written: &BTreeMap<&str, &str>) {
        let expected: usize = written.values().map(|may| STAFF.len() - may.trim().len()).sum();
        let page =
            self.desk.call(&self.admin, "ledger.list", json!({ "kind": "session.denied", "limit": 500 }));
        let page = page.expect("the administrator reads the ledger");
        let operations = page["operations"].as_array().expect("a list");
        assert_eq!(operations.len(), expected);
        assert!(
            operations
                .iter()
                .all(|operation| written.contains_key(operation["subject"].as_str().unwrap_or("")))
        );
    }
}
