//! Unfinished forms: kept per account in the vault, so that a lock or a power cut costs nobody a half-typed patient.

mod store;

use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Done, Empty};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::{Desk, Session};

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveDraft {
    /// Which form: `booking`, `patient`.
    pub name: String,
    pub body: Value,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DraftName {
    pub name: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Draft {
    pub name: String,
    pub body: Value,
    pub updated_at: Instant,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DraftList {
    pub drafts: Vec<Draft>,
}

/// Letters in the name of a form.
const MOST_NAME_LETTERS: usize = 64;
/// The largest form has a few dozen fields, the longest of them notes of 4,000 letters at up to four bytes.
const MOST_BODY_BYTES: usize = 64 * 1024;
/// There are fewer forms than this; so many drafts of one account are a program gone wrong.
const MOST_DRAFTS: usize = 50;

/// Keeps a form as it stands, in place of what was kept of it before.
///
/// # Errors
/// `input.invalid`: `name` is `required`, `too_long {most}` or of the wrong `format`, `body` is `too_long {most}` (bytes);
/// `drafts.too_many {most}`; `storage.full` and `storage.read_only` as for any writing.
pub fn save(desk: &Desk, session: &Session, request: SaveDraft) -> Result<Done> {
    let mut wrong = FieldErrors::default();
    check_name(&mut wrong, &request.name);
    if request.body.to_string().len() > MOST_BODY_BYTES {
        wrong.push(FieldError::new("body", "too_long").with("most", MOST_BODY_BYTES));
    }
    wrong.finish()?;
    let now = desk.now();
    desk.opened()?.store.write_locally(|connection| {
        let kept = store::of_account(connection, session.account_id)?;
        if kept.len() >= MOST_DRAFTS && !kept.iter().any(|draft| draft.name == request.name) {
            return Err(Refusal::new("drafts.too_many").with("most", MOST_DRAFTS).into());
        }
        store::put(connection, session.account_id, &request.name, request.body, now)
    })?;
    Ok(Done { done: true })
}

/// One's own unfinished forms; nobody, whatever the role, sees another's.
pub fn list(desk: &Desk, session: &Session, _request: Empty) -> Result<DraftList> {
    let drafts = desk.read(|connection| store::of_account(connection, session.account_id))?;
    Ok(DraftList { drafts })
}

/// Forgets a form. That there is none is fine: two windows may discard it.
pub fn discard(desk: &Desk, session: &Session, request: DraftName) -> Result<Done> {
    let opened = desk.opened()?;
    let done = opened
        .store
        .write_locally(|connection| store::remove(connection, session.account_id, &request.name))?;
    Ok(Done { done })
}

fn check_name(wrong: &mut FieldErrors, name: &str) {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    if name.is_empty() {
        wrong.push(FieldError::new("name", "required"));
    } else if name.chars().count() > MOST_NAME_LETTERS {
        wrong.push(FieldError::new("name", "too_long").with("most", MOST_NAME_LETTERS));
    } else if !name.chars().all(usual) {
        wrong.push(FieldError::new("name", "format"));
    }
}

#[cfg(test)]
mod tests {
    use domain::account::Role;
    use domain::id::{AccountId, Id as _};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::{DraftName, SaveDraft, discard, list, save};
    use crate::Session;
    use crate::error::{Error, Result};
    use crate::session::Empty;
    use crate::store::{DatabaseKey, Store};
    use crate::testing::{KEY, TestDesk, fresh_desk, session};

    fn keep(test: &TestDesk, who: &Session, name: &str, body: Value) -> Result<()> {
        save(&test.desk, who, SaveDraft { name: name.into(), body }).map(|_| ())
    }

    fn kept(test: &TestDesk, who: &Session) -> Vec<(String, Value)> {
        let drafts = list(&test.desk, who, Empty {}).unwrap().drafts;
        drafts.into_iter().map(|draft| (draft.name, draft.body)).collect()
    }

    #[track_caller]
    fn code(answer: Result<()>) -> String {
        match answer {
            Err(Error::Refused(refusal)) => {
                let fields = refusal.fields.iter().map(|error| format!(" {} {}", error.field, error.code));
                refusal.code.to_owned() + &fields.collect::<String>()
            }
            Err(error) => panic!("a fault: {error}"),
            Ok(()) => panic!("not refused"),
        }
    }

    #[test]
    fn a_draft_is_its_accounts_own_and_the_last_one_counts() {
        let test = fresh_desk();
        let other = session(AccountId::from_uuid(Uuid::from_u128(2)), Role::Admin);
        keep(&test, &test.admin, "patient", json!({ "full_name": "Mo" })).unwrap();
        test.clock.advance_minutes(1);
        keep(&test, &test.admin, "booking", json!({ "minutes": 15 })).unwrap();
        test.clock.advance_minutes(1);
        keep(&test, &test.admin, "patient", json!({ "full_name": "Mona", "a": [1, null] })).unwrap();
        assert_eq!(
            kept(&test, &test.admin),
            [
                ("patient".into(), json!({ "full_name": "Mona", "a": [1, null] })),
                ("booking".into(), json!({ "minutes": 15 }))
            ]
        );
        assert_eq!(kept(&test, &other), []);
        let named = || DraftName { name: "patient".into() };
        assert!(!discard(&test.desk, &other, named()).unwrap().done);
        assert!(discard(&test.desk, &test.admin, named()).unwrap().done);
        assert!(!discard(&test.desk, &test.admin, named()).unwrap().done);
        assert_eq!(kept(&test, &test.admin), [("booking".into(), json!({ "minutes": 15 }))]);
    }

    #[test]
    fn a_draft_leaves_no_trace_in_the_ledger() {
        let test = fresh_desk();
        let operations = || {
            test.desk.read(|connection| {
                Ok(connection.query_row("select count(*) from operation", [], |row| row.get::<_, u32>(0))?)
            })
        };
        let before = operations().unwrap();
        keep(&test, &test.admin, "patient", json!({ "full_name": "Mona" })).unwrap();
        assert_eq!(operations().unwrap(), before);
    }

    #[test]
    fn what_is_no_draft_is_refused() {
        let test = fresh_desk();
        assert_eq!(code(keep(&test, &test.admin, "", json!({}))), "input.invalid name required");
        assert_eq!(code(keep(&test, &test.admin, "a b", json!({}))), "input.invalid name format");
        let long = json!("x".repeat(super::MOST_BODY_BYTES));
        assert_eq!(
            code(keep(&test, &test.admin, &"a".repeat(65), long)),
            "input.invalid name too_long body too_long"
        );
        for at in 0..super::MOST_DRAFTS {
            keep(&test, &test.admin, &format!("form-{at}"), json!({})).unwrap();
        }
        assert_eq!(code(keep(&test, &test.admin, "one-more", json!({}))), "drafts.too_many");
        keep(&test, &test.admin, "form-7", json!({ "changed": true })).unwrap();
    }

    #[test]
    fn the_local_door_does_not_open_a_replicated_table() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(&directory.path().join("clinic.db"), DatabaseKey::new(KEY)).unwrap();
        let written = store.write_locally(|connection| {
            connection.execute(
                "insert into draft (account_id, name, body, updated_at) values (x'01', 'patient', '{}', 1)",
                [],
            )?;
            connection.execute("insert into company (id, name) values (randomblob(16), 'Nile')", [])?;
            Ok(())
        });
        let Err(Error::Fault(fault)) = written else {
            panic!("a replicated table was written outside a commit")
        };
        let cause = std::error::Error::source(&fault).map(ToString::to_string).unwrap_or_default();
        assert!(cause.contains("ledger.write_outside_commit"), "{cause}");
        let drafts = store.read(|connection| {
            Ok(connection.query_row("select count(*) from draft", [], |row| row.get::<_, u32>(0))?)
        });
        assert_eq!(drafts.unwrap(), 0, "and nothing of it stayed");
    }
}
