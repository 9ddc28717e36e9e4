//! `clinic-desk`: the command table over JSON-RPC, for scripts, tests and support.
#![allow(clippy::print_stdout)]

fn main() {
    print!("{}", desk::commands::typescript::bindings());
}
