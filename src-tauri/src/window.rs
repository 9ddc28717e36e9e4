//! The windows: the desk's own, and the one that hangs in the waiting room; their size, and what their web views may not do.

use desk::door::Trouble;
use desk::error::{Error, Fault};
use tauri::webview::{NewWindowResponse, PageLoadEvent, PageLoadPayload};
use tauri::{
    AppHandle, Manager as _, State, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use crate::door;
use crate::place::Place;

/// The label that capabilities are granted to.
pub const MAIN: &str = "main";
/// It may call one command alone (see `capabilities/waiting-room.json`).
const WAITING_ROOM: &str = "waiting-room";

pub fn open(app: &AppHandle, place: &Place) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App(address(door::theme(app)).into()))
        .title("Clinic Desk")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1024.0, 640.0)
        .prevent_overflow()
        // Shown when it is drawn: no empty page flashes up, and none in the wrong theme.
        .visible(false)
        .on_page_load(show_when_drawn)
        // What the web view would keep of a page (storage, cache, form entries) is readable: it keeps nothing.
        .data_directory(place.web_view())
        .incognito(!is_driven())
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(false)
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_ours)
        .on_new_window(|_address, _features| NewWindowResponse::Deny)
        .build()?;
    close_with(app, &window);
    set_up_view(&window)
}

/// Opens the window of the waiting room, or shows the one that is open.
///
/// # Errors
/// When the system opens no window.
#[tauri::command]
pub async fn open_waiting_room(app: AppHandle, place: State<'_, Place>) -> Result<(), Box<Trouble>> {
    if let Some(window) = app.get_webview_window(WAITING_ROOM) {
        // It may be refused by the window manager; then the window stays where it is.
        let _ = window.set_focus();
        return Ok(());
    }
    let opened = WebviewWindowBuilder::new(&app, WAITING_ROOM, WebviewUrl::App("waiting-room.html".into()))
        .title("Clinic Desk")
        .inner_size(1280.0, 720.0)
        // A folder of its own: with the first window's, a view that keeps nothing is never told where our
        // pages are.
        .data_directory(place.web_view().join(WAITING_ROOM))
        .incognito(!is_driven())
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_ours)
        .on_new_window(|_address, _features| NewWindowResponse::Deny)
        .build();
    let broken = |_| Box::new(Trouble::of(Error::Fault(Fault::Broken("no second window opened")), "window"));
    opened.and_then(|window| set_up_view(&window)).map_err(broken)
}

/// The waiting room goes dark with the desk: left alone, its window would keep the application running.
fn close_with(app: &AppHandle, window: &WebviewWindow) {
    let app = app.clone();
    window.on_window_event(move |event| {
        if let (WindowEvent::Destroyed, Some(room)) = (event, app.get_webview_window(WAITING_ROOM)) {
            // It fails only when the window is already gone.
            let _ = room.close();
        }
    });
}

/// The screens, told beforehand which theme the desk looked like last.
fn address(theme: Option<String>) -> String {
    theme.map_or_else(|| "index.html".to_owned(), |theme| format!("index.html?theme={theme}"))
}

fn show_when_drawn(window: WebviewWindow, page: PageLoadPayload<'_>) {
    if page.event() == PageLoadEvent::Finished {
        // It fails only when the window is already gone.
        let _ = window.show();
    }
}

/// A window test drives the web view, which WebKitGTK allows only to one with a memory. Never so in a release.
fn is_driven() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

/// The screens are the application's own; no link leads out of it.
fn is_ours(address: &Url) -> bool {
    // Windows and Android serve the application's own pages under this host, all others under the scheme.
    address.scheme() == "tauri" || address.host_str() == Some("tauri.localhost")
}

#[cfg(target_os = "linux")]
fn set_up_view(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|view| {
        use webkit2gtk::{SettingsExt as _, WebViewExt as _};
        if let Some(settings) = view.inner().settings() {
            // WebKitGTK's smooth wheel scrolling lags behind the wheel.
            settings.set_enable_smooth_scrolling(false);
            // Without the shared buffers WebKit's driver takes no pictures.
            if !is_driven() {
                crate::rendering::choose(&settings);
            }
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn set_up_view(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    /// What a window may do stands in its capability; a word more in this one would open the desk to the waiting room.
    #[test]
    fn the_waiting_room_may_ask_for_its_numbers_and_for_nothing_else() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/waiting-room.json")).unwrap();
        assert_eq!(file["windows"], serde_json::json!([super::WAITING_ROOM]));
        assert_eq!(file["permissions"], serde_json::json!(["allow-waiting-numbers"]));
        let main: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        assert_eq!(main["windows"], serde_json::json!([super::MAIN]));
    }

    #[test]
    fn no_link_leads_out_of_the_application() {
        let allowed = |address: &str| is_ours(&address.parse().unwrap());
        assert!(allowed("tauri://localhost/index.html"));
        assert!(allowed("http://tauri.localhost/"));
        for outside in ["https://example.com/", "http://localhost/", "file:///etc/passwd", "data:text/html,x"]
        {
            assert!(!allowed(outside), "{outside}");
        }
    }
}
