//! (being built)

pub fn list(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: super::requests::ListOperations,
) -> crate::Result<super::requests::OperationList> {
    Err(crate::Refusal::new("command.not_built").into())
}
