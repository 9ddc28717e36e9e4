//! WebKitGTK's renderer on Linux.

use std::fs;

use webkit2gtk::{HardwareAccelerationPolicy, Settings, SettingsExt as _};

/// Where there is no GPU to render with, sharing its buffers only costs (75 MB and 0.2 s at start).
pub fn choose(settings: &Settings) {
    if !has_render_node() {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

fn has_render_node() -> bool {
    let Ok(devices) = fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}
