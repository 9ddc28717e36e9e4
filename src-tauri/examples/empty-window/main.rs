//! A window with an empty page: what starting the application is measured against.

use tauri::http::{HeaderValue, Request, Response};
use tauri::{UriSchemeContext, WebviewUrl, WebviewWindowBuilder, Wry};

/// It tells by its colour that it is there: a window stands long before its page does.
const PAGE: &[u8] = b"<!doctype html><html style='background: teal'><title>Empty</title></html>";

fn page(_: UriSchemeContext<'_, Wry>, _: Request<Vec<u8>>) -> Response<&'static [u8]> {
    let mut page = Response::new(PAGE);
    page.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
    page
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", page)
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol("empty://localhost/".parse()?);
            WebviewWindowBuilder::new(app, "main", page)
                .title("Empty")
                .inner_size(1440.0, 900.0)
                .incognito(true)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/empty-window/tauri.conf.json"))
}
