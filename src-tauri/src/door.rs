//! The window's door to the desk: one command in, news out.

use std::sync::Arc;

use desk::door::{News, Trouble, answer, answer_in_text, next_news};
use desk::error::{Error, Fault};
use desk::{Desk, Seat, SystemClock};
use serde_json::Value;
use serde_json::value::RawValue;
use tauri::{AppHandle, Emitter as _, Manager as _, State};

use crate::place::Place;

/// The event that tells a screen which tables changed: `{tables: [...] | null}`, null for "read everything anew".
const NEWS: &str = "news";

/// The desk and the one seat all windows share.
pub struct Door(Arc<(Desk, Seat)>);

impl Door {
    pub fn to(place: &Place) -> Self {
        Self(Arc::new((Desk::at(place.desk(), Arc::new(SystemClock)), Seat::default())))
    }
}

/// Every command of the desk. It blocks on the disk and on password hashes, so it stays off the window's thread.
#[tauri::command]
pub async fn call(door: State<'_, Door>, name: String, input: Value) -> Result<Box<RawValue>, Box<Trouble>> {
    let door = Arc::clone(&door.0);
    let work = move || {
        let (desk, seat) = &*door;
        answer_in_text(desk, seat, &name, input)
    };
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_| {
        Err(Box::new(Trouble::of(Error::Fault(Fault::Broken("the window lost a command")), "window")))
    })
}

/// The one command of the waiting room's window: numbers and doors. Whatever that window sends along is not even read.
#[tauri::command]
pub async fn waiting_numbers(door: State<'_, Door>) -> Result<Box<RawValue>, Box<Trouble>> {
    let door = Arc::clone(&door.0);
    let work = move || {
        let (desk, seat) = &*door;
        answer_in_text(desk, seat, "queue.numbers", Value::Object(serde_json::Map::new()))
    };
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_| {
        Err(Box::new(Trouble::of(Error::Fault(Fault::Broken("the window lost a command")), "window")))
    })
}

/// The theme of the login screen, if the desk can tell. The screens ask for all the rest themselves.
pub fn theme(app: &AppHandle) -> Option<String> {
    let (desk, seat) = &*app.state::<Door>().0;
    let state = answer(desk, seat, "session.state", Value::Null).ok()?;
    Some(state["preferences"]["theme"].as_str()?.to_owned())
}

/// Closes the desk when the application ends, which drops nothing by itself.
pub fn close(app: &AppHandle) {
    app.state::<Door>().0.0.close();
}

/// Passes on what changed, for as long as the application runs.
pub fn tell_news(app: &AppHandle) {
    let mut announcements = app.state::<Door>().0.0.announcements();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while let Some(news) = next_news(&mut announcements).await {
            tell(&app, &news);
        }
    });
}

/// Locks the screen because the system did. With nobody at the desk there is nothing to lock, and nothing to say.
#[cfg(target_os = "linux")]
pub fn lock(app: &AppHandle) {
    let (desk, seat) = &*app.state::<Door>().0;
    if answer(desk, seat, "session.lock", Value::Null).is_ok() {
        // Every screen reads anew, is refused, and so gives way to the lock screen.
        tell(app, &News { tables: None });
    }
}

fn tell(app: &AppHandle, news: &News) {
    // It fails only when the window is already gone.
    let _ = app.emit(NEWS, news);
}
