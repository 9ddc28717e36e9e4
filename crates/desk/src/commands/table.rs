//! The declarations, one line each.

use domain::permission::Permission::{
    Book, ManageAccounts, ManageClinic, ManageClosures, ManagePatients, ManageSchedules, ReadAgenda,
    ReadLedger, ReadPatients, RunQueue, Undo,
};

use super::Access::{LoggedIn, Needs};
use super::Command;
use crate::{
    accounts, agenda, appointments, clinic, closures, doctors, ledger, patients, schedules, session,
};

pub(super) fn declare() -> Vec<Command> {
    vec![
        Command::for_everybody("session.state", "What the login screen may know.", session::state),
        Command::for_everybody(
            "setup.options",
            "Countries, zones and currencies to choose from.",
            session::setup::options,
        ),
        Command::for_everybody(
            "setup.create",
            "First run: the clinic, its administrator, the recovery code.",
            session::setup::create,
        ),
        Command::for_everybody(
            "setup.confirm_recovery",
            "The recovery code typed back.",
            session::setup::confirm_recovery,
        ),
        Command::for_everybody("session.login", "Take the seat; also the quick switch.", session::login),
        Command::for_everybody("session.unlock", "Back to the locked screen's account.", session::unlock),
        Command::for_everybody("session.lock", "Lock the screen.", session::lock),
        Command::for_everybody("session.logout", "Leave the seat.", session::logout),
        Command::for_everybody(
            "session.recover",
            "Set a new password with the recovery code.",
            session::recover,
        ),
        Command::for_everybody(
            "session.change_password",
            "Choose one's own password.",
            session::change_password,
        ),
        Command::new("session.whoami", LoggedIn, "Who sits here and may do what.", session::whoami),
        Command::new(
            "session.touch",
            LoggedIn,
            "Somebody is at the desk: put off the idle lock.",
            session::touch,
        ),
        Command::new("drafts.save", LoggedIn, "Keep an unfinished form.", session::drafts::save),
        Command::new("drafts.list", LoggedIn, "One's own unfinished forms.", session::drafts::list),
        Command::new("drafts.discard", LoggedIn, "Forget an unfinished form.", session::drafts::discard),
        Command::new("accounts.list", Needs(ManageAccounts), "Staff accounts.", accounts::list),
        Command::new(
            "accounts.create",
            Needs(ManageAccounts),
            "A new account with a one-time password.",
            accounts::create,
        ),
        Command::new(
            "accounts.update",
            Needs(ManageAccounts),
            "Role, status, name, rights.",
            accounts::update,
        ),
        Command::new(
            "accounts.reset_password",
            Needs(ManageAccounts),
            "A new one-time password.",
            accounts::reset_password,
        ),
        Command::new(
            "accounts.remove",
            Needs(ManageAccounts),
            "Remove an account and its key; the data key is rotated.",
            accounts::remove,
        ),
        Command::new(
            "accounts.renew_recovery_code",
            Needs(ManageAccounts),
            "A new recovery code; the old one stops working.",
            accounts::renew_recovery_code,
        ),
        Command::new("settings.get", LoggedIn, "Preferences of the clinic.", clinic::settings),
        Command::undoable("settings.set", Needs(ManageClinic), "Change them.", clinic::set_settings),
        Command::new("sites.list", LoggedIn, "The clinic's locations.", clinic::list_sites),
        Command::undoable("sites.save", Needs(ManageClinic), "Add or change a location.", clinic::save_site),
        Command::new("specialties.list", LoggedIn, "Fields of medicine.", doctors::list_specialties),
        Command::undoable(
            "specialties.save",
            Needs(ManageSchedules),
            "Add or change one.",
            doctors::save_specialty,
        ),
        Command::new("doctors.list", Needs(ReadAgenda), "Doctors in the board's order.", doctors::list),
        Command::new("doctors.get", Needs(ReadAgenda), "One doctor.", doctors::get),
        Command::undoable("doctors.save", Needs(ManageSchedules), "Add or change a doctor.", doctors::save),
        Command::undoable(
            "doctors.remove",
            Needs(ManageSchedules),
            "Remove a doctor; history stays.",
            doctors::remove,
        ),
        Command::new("hours.list", Needs(ReadAgenda), "A doctor's recurring hours.", schedules::list_hours),
        Command::undoable(
            "hours.set",
            Needs(ManageSchedules),
            "All hours of a doctor.",
            schedules::set_hours,
        ),
        Command::new(
            "day_limits.list",
            Needs(ReadAgenda),
            "A doctor's daily caps.",
            schedules::list_day_limits,
        ),
        Command::undoable(
            "day_limits.set",
            Needs(ManageSchedules),
            "All daily caps of a doctor.",
            schedules::set_day_limits,
        ),
        Command::new("closures.list", Needs(ReadAgenda), "Closed and extra-open time.", closures::list),
        Command::new(
            "closures.preview",
            Needs(ManageClosures),
            "Which visits a closure would touch.",
            closures::preview,
        ),
        Command::undoable(
            "closures.add",
            Needs(ManageClosures),
            "Close or open days or parts of days.",
            closures::add,
        ),
        Command::undoable("closures.remove", Needs(ManageClosures), "Take a closure back.", closures::remove),
        Command::new(
            "holidays.offer",
            Needs(ReadAgenda),
            "Public holidays of a country and year.",
            closures::offer_holidays,
        ),
        Command::undoable(
            "patients.register",
            Needs(ManagePatients),
            "A new patient: a name and a phone are enough.",
            patients::register,
        ),
        Command::undoable(
            "patients.update",
            Needs(ManagePatients),
            "Change a patient's particulars.",
            patients::update,
        ),
        Command::undoable(
            "patients.remove",
            Needs(ManagePatients),
            "Remove a patient; history stays.",
            patients::remove,
        ),
        Command::new("patients.get", Needs(ReadPatients), "One patient with visits.", patients::get),
        Command::new("patients.search", Needs(ReadPatients), "Find as one types.", patients::search),
        Command::new(
            "patients.duplicates",
            Needs(ReadPatients),
            "Who might already be registered.",
            patients::duplicates,
        ),
        Command::new("agenda.day", Needs(ReadAgenda), "The day board.", agenda::day),
        Command::new(
            "appointments.check",
            Needs(Book),
            "The five steps, without booking.",
            appointments::check,
        ),
        Command::new(
            "appointments.next_free",
            Needs(ReadAgenda),
            "The next free times.",
            appointments::next_free,
        ),
        Command::undoable("appointments.book", Needs(Book), "Book a visit.", appointments::book),
        Command::new("appointments.get", Needs(ReadAgenda), "One visit.", appointments::get),
        Command::undoable(
            "appointments.describe",
            Needs(Book),
            "Change what a visit is about.",
            appointments::describe,
        ),
        Command::undoable(
            "appointments.move",
            Needs(Book),
            "Another time, day or doctor.",
            appointments::move_visit,
        ),
        Command::undoable("appointments.cancel", Needs(Book), "Call a visit off.", appointments::cancel),
        Command::undoable(
            "appointments.confirm",
            Needs(Book),
            "The patient will come.",
            appointments::confirm,
        ),
        Command::undoable(
            "appointments.arrive",
            Needs(RunQueue),
            "The patient is here.",
            appointments::arrive,
        ),
        Command::undoable("appointments.start", Needs(RunQueue), "The visit begins.", appointments::start),
        Command::undoable(
            "appointments.complete",
            Needs(RunQueue),
            "The visit is over.",
            appointments::complete,
        ),
        Command::undoable(
            "appointments.no_show",
            Needs(RunQueue),
            "The patient did not come.",
            appointments::no_show,
        ),
        Command::new(
            "operations.undo",
            Needs(Undo),
            "Undo what was done; undoing an undo is the redo.",
            ledger::undo::undo,
        ),
        Command::new(
            "ledger.list",
            Needs(ReadLedger),
            "Who did what, with before and after.",
            ledger::views::list,
        ),
        Command::new("ledger.verify", Needs(ReadLedger), "Check the whole chain.", ledger::verify::verify),
    ]
}
