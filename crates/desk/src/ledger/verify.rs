//! (being built)

pub fn verify(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: crate::session::Empty,
) -> crate::Result<super::requests::VerifyReply> {
    Err(crate::Refusal::new("command.not_built").into())
}
