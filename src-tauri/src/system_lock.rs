//! When the system locks its screen or goes to sleep, so does the desk. systemd-logind says when; without it only the desk's own
//! idle lock works.

use std::thread;

use tauri::AppHandle;
use zbus::MatchRule;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Message, Type};
use zbus::zvariant::OwnedValue;

use crate::door;

/// Listens in the background for as long as the application runs.
pub fn follow(app: AppHandle) {
    thread::spawn(move || {
        if let Err(error) = listen(&app) {
            tracing::info!(%error, "the system's lock is not followed");
        }
    });
}

fn listen(app: &AppHandle) -> zbus::Result<()> {
    let system = Connection::system()?;
    let logind = MatchRule::builder().msg_type(Type::Signal).sender("org.freedesktop.login1")?.build();
    for message in MessageIterator::for_match_rule(logind, &system, None)? {
        if asks_to_lock(&message?) {
            door::lock(app);
        }
    }
    Ok(())
}

/// `Lock` is sent by `loginctl lock-session`, `LockedHint` set by desktops that lock by themselves, `PrepareForSleep(true)` sent
/// before a suspend. Another session's lock locks this desk too: once too often does no harm.
fn asks_to_lock(message: &Message) -> bool {
    let header = message.header();
    match header.member().map(|member| member.as_str()) {
        Some("Lock") => true,
        Some("PrepareForSleep") => message.body().deserialize() == Ok(true),
        Some("PropertiesChanged") => {
            type Changed = (String, std::collections::HashMap<String, OwnedValue>, Vec<String>);
            let changed = message.body().deserialize::<Changed>();
            changed.is_ok_and(|(_, values, _)| {
                values.get("LockedHint").is_some_and(|hint| bool::try_from(hint) == Ok(true))
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use zbus::message::Message;
    use zbus::zvariant::Value;

    use super::asks_to_lock;

    fn signal<B: zbus::export::serde::Serialize + zbus::zvariant::DynamicType>(
        member: &str,
        body: &B,
    ) -> Message {
        let signal = Message::signal("/org/freedesktop/login1", "org.freedesktop.login1.Manager", member);
        signal.unwrap().build(body).unwrap()
    }

    fn hint(name: &str, value: bool) -> Message {
        let values = HashMap::from([(name, Value::from(value))]);
        signal("PropertiesChanged", &("org.freedesktop.login1.Session", values, Vec::<String>::new()))
    }

    #[test]
    fn the_desk_locks_with_the_system_and_before_sleep() {
        assert!(asks_to_lock(&signal("Lock", &())));
        assert!(asks_to_lock(&signal("PrepareForSleep", &true)));
        assert!(asks_to_lock(&hint("LockedHint", true)));
    }

    #[test]
    fn waking_and_unlocking_leave_the_desk_as_it_is() {
        assert!(!asks_to_lock(&signal("Unlock", &())));
        assert!(!asks_to_lock(&signal("PrepareForSleep", &false)));
        assert!(!asks_to_lock(&hint("LockedHint", false)));
        assert!(!asks_to_lock(&hint("IdleHint", true)));
    }
}
