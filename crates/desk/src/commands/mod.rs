//! The command table: every command's name, input, output and permission, declared once. From it come the window's and the
//! command line's doors, the JSON Schemas, the TypeScript types and the list in the documentation.

mod schema;
mod table;
pub mod typescript;

use std::sync::OnceLock;

use domain::id::OperationId;
use domain::permission::Permission;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use ts_rs::TS;

use crate::Desk;
use crate::error::{Error, Fault, Refusal, Result};
use crate::session::{self, Seat, Session};

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody who stands before the machine: the login screen needs it.
    Everybody,
    /// Whoever is logged in.
    LoggedIn,
    Needs(Permission),
}

/// A handler with its types erased: JSON in, JSON out. The answer is text at once, since every door sends text: building a day board
/// value by value first takes longer than reading it.
type Run = Box<dyn Fn(&Desk, &Seat, Value) -> Result<Box<RawValue>> + Send + Sync>;

/// One entry of the table.
pub struct Command {
    pub name: &'static str,
    pub access: Access,
    /// One sentence for the list of commands.
    pub summary: &'static str,
    run: Run,
    pub(crate) types: typescript::Types,
    input_schema: fn() -> Schema,
    output_schema: fn() -> Schema,
}

impl Command {
    /// A command of somebody logged in.
    fn new<I, O>(
        name: &'static str,
        access: Access,
        summary: &'static str,
        handler: fn(&Desk, &Session, I) -> Result<O>,
    ) -> Self
    where
        I: DeserializeOwned + JsonSchema + TS + 'static,
        O: Serialize + JsonSchema + TS + 'static,
    {
        Self::from_parts::<I, O>(name, access, summary, move |desk, seat, input| {
            let session = admit(desk, seat, name, access)?;
            in_json(&handler(desk, &session, schema::parse::<I>(input)?)?)
        })
    }

    /// A command of somebody logged in that writes, and can be undone: its answer names the operation it became.
    fn undoable<I, O>(
        name: &'static str,
        access: Access,
        summary: &'static str,
        handler: fn(&Desk, &Session, I) -> Result<O>,
    ) -> Self
    where
        I: DeserializeOwned + JsonSchema + TS + 'static,
        O: Serialize + JsonSchema + TS + 'static,
    {
        let run: Run = Box::new(move |desk, seat, input| {
            let session = admit(desk, seat, name, access)?;
            let reply = handler(desk, &session, schema::parse::<I>(input)?)?;
            in_json(&Written { reply, operation_id: session.operation.get().copied() })
        });
        let types = typescript::Types::of_writing::<I, O>();
        let output_schema = schema::of::<Written<O>>;
        Self { name, access, summary, run, types, input_schema: schema::of::<I>, output_schema }
    }

    /// A command that works before anybody is logged in.
    fn for_everybody<I, O>(
        name: &'static str,
        summary: &'static str,
        handler: fn(&Desk, &Seat, I) -> Result<O>,
    ) -> Self
    where
        I: DeserializeOwned + JsonSchema + TS + 'static,
        O: Serialize + JsonSchema + TS + 'static,
    {
        Self::from_parts::<I, O>(name, Access::Everybody, summary, move |desk, seat, input| {
            in_json(&handler(desk, seat, schema::parse::<I>(input)?)?)
        })
    }

    fn from_parts<I, O>(
        name: &'static str,
        access: Access,
        summary: &'static str,
        run: impl Fn(&Desk, &Seat, Value) -> Result<Box<RawValue>> + Send + Sync + 'static,
    ) -> Self
    where
        I: JsonSchema + TS + 'static,
        O: JsonSchema + TS + 'static,
    {
        Self {
            name,
            access,
            summary,
            run: Box::new(run),
            types: typescript::Types::of::<I, O>(),
            input_schema: schema::of::<I>,
            output_schema: schema::of::<O>,
        }
    }

    /// JSON Schema of the input.
    pub fn input_schema(&self) -> Schema {
        (self.input_schema)()
    }
    /// JSON Schema of the output.
    pub fn output_schema(&self) -> Schema {
        (self.output_schema)()
    }
}

/// The reply of a command that writes.
#[derive(Serialize, JsonSchema)]
struct Written<O> {
    #[serde(flatten)]
    reply: O,
    /// What `operations.undo` takes to put it back. Null when everything was already as asked.
    operation_id: Option<OperationId>,
}

/// Who asks, if they may. A denial is recorded.
fn admit(desk: &Desk, seat: &Seat, name: &str, access: Access) -> Result<Session> {
    let session = match session::asked_by_screens(name) {
        true => seat.session_in_background(desk)?,
        false => seat.session(desk)?,
    };
    if let Access::Needs(permission) = access
        && !session.may(permission)
    {
        session.record_denial(desk, name)?;
        return Err(Refusal::new("permission.denied").with("permission", permission).into());
    }
    Ok(session)
}

fn in_json(output: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(output).map_err(|_| Error::Fault(Fault::Broken("an answer could not be written as JSON")))
}

/// Every command, in the order of the documentation.
pub fn table() -> &'static [Command] {
    static TABLE: OnceLock<Vec<Command>> = OnceLock::new();
    TABLE.get_or_init(table::declare)
}

impl Desk {
    /// Runs one command for whoever sits at `seat`. All doors end here.
    ///
    /// # Errors
    /// `command.unknown`, `input.invalid` with every field that is wrong, `session.required`, `session.locked`,
    /// `permission.denied`, and whatever the command itself refuses.
    pub fn call_for_text(&self, seat: &Seat, name: &str, input: Value) -> Result<Box<RawValue>> {
        let command = table()
            .iter()
            .find(|command| command.name == name)
            .ok_or_else(|| Refusal::new("command.unknown").with("command", name))?;
        (command.run)(self, seat, input)
    }

    /// The same for whoever looks into the answer.
    ///
    /// # Errors
    /// As `call_for_text`.
    pub fn call(&self, seat: &Seat, name: &str, input: Value) -> Result<Value> {
        let answer = self.call_for_text(seat, name, input)?;
        serde_json::from_str(answer.get())
            .map_err(|_| Error::Fault(Fault::Broken("an answer could not be read as JSON")))
    }
}
