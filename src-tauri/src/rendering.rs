//! WebKitGTK's renderer on Linux.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Where there is no GPU to render with, sharing its buffers only costs (75 MB and 0.4 s at start). The web view reads this from
/// the environment, which a running process cannot change safely, so the program starts itself anew, once.
pub fn choose() {
    if has_render_node() || std::env::var_os(NO_DMABUF).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // Comes back only if it failed; then the window opens as it is, only slower.
    let _ = Command::new(program).args(std::env::args_os().skip(1)).env(NO_DMABUF, "1").exec();
}

fn has_render_node() -> bool {
    let Ok(devices) = fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}
