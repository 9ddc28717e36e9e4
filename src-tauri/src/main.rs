//! The window. It hands commands to the desk and news to the screens, and looks after the window itself; it knows no rule and
//! no table.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod log;
mod paper;
mod place;
#[cfg(target_os = "linux")]
mod rendering;
mod screen_fault;
#[cfg(target_os = "linux")]
mod system_lock;
mod window;

use anyhow::Context;
use clap::Parser;
use tauri::{AppHandle, Manager as _, RunEvent};
use tauri_plugin_window_state::StateFlags;

use crate::door::Door;
use crate::place::Place;

#[derive(Parser)]
#[command(name = "clinic-desk-window", version, about = "The clinic's front desk.")]
struct Arguments {
    /// The desk's directory, instead of the usual one of this system.
    #[arg(long, value_name = "DIR")]
    dir: Option<std::path::PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let place = Place::choose(Arguments::parse().dir)?;
    log::start(&place)?;

    let single_instance = tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments, _directory| bring_to_front(app))
        .dbus_id(place.instance_name())
        .build();
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(place.window_state().to_string_lossy())
        // Shown when it has something to show, not because it was visible the last time.
        .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
        .build();

    tauri::Builder::default()
        // First of all: a second start ends here, before it touches the desk's files.
        .plugin(single_instance)
        .plugin(window_state)
        .plugin(tauri_plugin_dialog::init())
        .manage(Door::to(&place))
        .invoke_handler(tauri::generate_handler![
            door::call,
            door::waiting_numbers,
            paper::print_paper,
            paper::save_paper,
            screen_fault::tell_fault,
            window::open_waiting_room,
        ])
        .setup(move |app| {
            window::open(app.handle(), &place)?;
            app.manage(place);
            door::tell_news(app.handle());
            #[cfg(target_os = "linux")]
            system_lock::follow(app.handle().clone());
            Ok(())
        })
        .build(with_screens())
        .context("the window could not be opened")?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit) {
                door::close(app);
            }
        });
    Ok(())
}

/// Written into the program by one compilation alone: all that are made of this package pack the screens into one folder, and whichever finds
/// a file there takes it as it is, also while another still writes it.
#[cfg(not(test))]
fn with_screens() -> tauri::Context {
    tauri::generate_context!()
}

#[cfg(test)]
fn with_screens() -> tauri::Context {
    unreachable!("no test in here opens a window")
}

fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(window::MAIN) {
        // Each may be refused by the window manager; then the window stays where it is.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
