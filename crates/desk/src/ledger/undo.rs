//! (being built)

pub fn undo(
    _desk: &crate::Desk,
    _session: &crate::Session,
    _request: super::requests::UndoRequest,
) -> crate::Result<super::requests::UndoReply> {
    Err(crate::Refusal::new("command.not_built").into())
}
