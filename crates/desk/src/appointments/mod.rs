//! Booking and everything that happens to a booked visit. The rules are the domain's; here they meet the database, and the
//! check and the write are one transaction.

pub mod requests;
pub(crate) mod views;

pub use requests::{
    Appointment, AppointmentRef, AppointmentReply, BookRequest, CancelRequest, CheckRequest, DescribeRequest,
    FreeTime, FreeTimes, MoveRequest, NextFreeRequest, StepOutcome, StepReport, Verdict, Warning,
};

pub fn check(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: CheckRequest,
) -> crate::Result<Verdict> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn next_free(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: NextFreeRequest,
) -> crate::Result<FreeTimes> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn book(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: BookRequest,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn get(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn describe(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: DescribeRequest,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn move_visit(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: MoveRequest,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn cancel(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: CancelRequest,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn confirm(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn arrive(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn start(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn complete(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn no_show(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: AppointmentRef,
) -> crate::Result<AppointmentReply> {
    Err(crate::Refusal::new("command.not_built").into())
}
