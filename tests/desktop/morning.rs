//! A day at the desk begins in the morning, and so must its test, whatever the machine's clock says: a visit that is booked for
//! "next" must not fall into tomorrow.

use std::time::SystemTime;

/// Zones that never change their clocks, with their hours ahead of UTC.
const ZONES: [(i64, &str); 9] = [
    (-10, "Pacific/Honolulu"),
    (-7, "America/Phoenix"),
    (-5, "America/Lima"),
    (-3, "America/Fortaleza"),
    (1, "Africa/Lagos"),
    (3, "Africa/Nairobi"),
    (5, "Asia/Karachi"),
    (7, "Asia/Bangkok"),
    (9, "Asia/Tokyo"),
];

/// A zone where it is between eight in the morning and two in the afternoon now.
pub fn zone() -> &'static str {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let hour = (since.as_secs() / 3600 % 24) as i64;
    let from_noon = |ahead: i64| ((hour + ahead).rem_euclid(24) - 11).abs();
    ZONES.iter().min_by_key(|(ahead, _)| from_noon(*ahead)).expect("there are zones").1
}
