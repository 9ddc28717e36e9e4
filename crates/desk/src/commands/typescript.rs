//! The TypeScript face of the table: one file of types and one interface that maps each command to its input and output.

use std::any::TypeId;
use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

/// The types of one command's input and output, with all they refer to.
pub(crate) struct Types {
    input: fn(&Config) -> String,
    output: fn(&Config) -> String,
    writes: bool,
    collect: fn(&mut Declarations),
}

impl Types {
    pub(crate) fn of<I: TS + 'static, O: TS + 'static>() -> Self {
        Self {
            input: I::name,
            output: O::name,
            writes: false,
            collect: |declarations| {
                declarations.add::<I>();
                declarations.add::<O>();
            },
        }
    }

    /// Of a command whose reply names its operation.
    pub(crate) fn of_writing<I: TS + 'static, O: TS + 'static>() -> Self {
        Self { writes: true, ..Self::of::<I, O>() }
    }
}

/// What `Written` is on the other side. Written out, because the generator cannot flatten a type that is a parameter.
const WRITTEN: &str = "/**
 * The reply of a command that writes, with the operation it became: what `operations.undo` takes. `null` when everything was
 * already as asked.
 */
export type Written<Reply> = Reply & { operation_id: OperationId | null };

";

pub(crate) struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    fn add<T: TS + 'static + ?Sized>(&mut self) {
        let id = TypeId::of::<T>();
        if self.seen.contains(&id) {
            return;
        }
        self.seen.push(id);
        // Only types of ours have a file of their own; a string or a list is written in place.
        if <T as TS>::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.by_name.insert(T::ident(&self.config), format!("{docs}export {}", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// The whole bindings file, as it is checked in.
pub fn bindings() -> String {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, seen: Vec::new(), by_name: BTreeMap::new() };
    for command in super::table() {
        (command.types.collect)(&mut declarations);
    }
    let mut file = String::from(
        "// Generated from the desk's command table by `cargo xtask bindings`. Not written by hand.\n\n",
    );
    for declaration in declarations.by_name.values() {
        file.push_str(declaration);
        file.push_str("\n\n");
    }
    file.push_str(WRITTEN);
    file.push_str(
        "/** Every command of the desk: what goes in and what comes out. */\nexport interface Commands {\n",
    );
    for command in super::table() {
        let input = (command.types.input)(&declarations.config);
        let reply = (command.types.output)(&declarations.config);
        let output = if command.types.writes { format!("Written<{reply}>") } else { reply };
        file.push_str(&format!(
            "  /** {} */\n  '{}': {{ input: {input}; output: {output} }};\n",
            command.summary, command.name
        ));
    }
    file.push_str("}\n");
    file
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checked_in_bindings_are_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/backend/bindings.ts");
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        assert!(checked_in == super::bindings(), "the command table has changed: run `cargo xtask bindings`");
    }
}
