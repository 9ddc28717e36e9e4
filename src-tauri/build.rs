//! Names the commands a window may be granted, and embeds the built screens.

use std::path::Path;

fn main() {
    // The build script runs in `src-tauri`.
    let screens = Path::new("../ui/dist");
    assert!(
        screens.join("index.html").exists(),
        "the screens are not built: run `cargo xtask build`, or `npm ci && npm run build` in ui"
    );
    println!("cargo:rerun-if-changed={}", screens.display());
    // Without this list every window could call every command.
    let commands = tauri_build::AppManifest::new().commands(&[
        "call",
        "open_waiting_room",
        "print_paper",
        "save_paper",
        "tell_fault",
        "waiting_numbers",
    ]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
        .expect("the shell's configuration is sound");
}
