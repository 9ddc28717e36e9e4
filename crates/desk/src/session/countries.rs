//! What is usual where: zone, currency, first day of the week and days off, to fill the set-up form. Everything stays editable.

use domain::calendar::zone;
use domain::money::CURRENCIES;
use domain::time::Weekday;

use super::setup::CountryDefaults;

use Weekday::{Friday as Fri, Monday as Mon, Saturday as Sat, Sunday as Sun};

type Row = (&'static str, &'static str, &'static str, Weekday, &'static [Weekday]);

/// By ISO 3166-1 code. Weeks and days off as in Unicode CLDR's week data, with the changes of law since (Emirates 2022).
#[rustfmt::skip]
const COUNTRIES: &[Row] = &[
    ("AE", "Asia/Dubai",             "AED", Mon, &[Sat, Sun]), ("AR", "America/Argentina/Buenos_Aires", "ARS", Mon, &[Sat, Sun]),
    ("AT", "Europe/Vienna",          "EUR", Mon, &[Sat, Sun]), ("AU", "Australia/Sydney",    "AUD", Mon, &[Sat, Sun]),
    ("BD", "Asia/Dhaka",             "BDT", Sun, &[Fri, Sat]), ("BE", "Europe/Brussels",     "EUR", Mon, &[Sat, Sun]),
    ("BG", "Europe/Sofia",           "EUR", Mon, &[Sat, Sun]), ("BH", "Asia/Bahrain",        "BHD", Sat, &[Fri, Sat]),
    ("BR", "America/Sao_Paulo",      "BRL", Sun, &[Sat, Sun]), ("CA", "America/Toronto",     "CAD", Sun, &[Sat, Sun]),
    ("CH", "Europe/Zurich",          "CHF", Mon, &[Sat, Sun]), ("CL", "America/Santiago",    "CLP", Mon, &[Sat, Sun]),
    ("CN", "Asia/Shanghai",          "CNY", Mon, &[Sat, Sun]), ("CO", "America/Bogota",      "COP", Sun, &[Sat, Sun]),
    ("CZ", "Europe/Prague",          "CZK", Mon, &[Sat, Sun]), ("DE", "Europe/Berlin",       "EUR", Mon, &[Sat, Sun]),
    ("DK", "Europe/Copenhagen",      "DKK", Mon, &[Sat, Sun]), ("DZ", "Africa/Algiers",      "DZD", Sat, &[Fri, Sat]),
    ("EG", "Africa/Cairo",           "EGP", Sat, &[Fri]),      ("ES", "Europe/Madrid",       "EUR", Mon, &[Sat, Sun]),
    ("ET", "Africa/Addis_Ababa",     "ETB", Sun, &[Sat, Sun]), ("FI", "Europe/Helsinki",     "EUR", Mon, &[Sat, Sun]),
    ("FR", "Europe/Paris",           "EUR", Mon, &[Sat, Sun]), ("GB", "Europe/London",       "GBP", Mon, &[Sat, Sun]),
    ("GH", "Africa/Accra",           "GHS", Mon, &[Sat, Sun]), ("GR", "Europe/Athens",       "EUR", Mon, &[Sat, Sun]),
    ("HK", "Asia/Hong_Kong",         "HKD", Sun, &[Sat, Sun]), ("HU", "Europe/Budapest",     "HUF", Mon, &[Sat, Sun]),
    ("ID", "Asia/Jakarta",           "IDR", Sun, &[Sat, Sun]), ("IE", "Europe/Dublin",       "EUR", Mon, &[Sat, Sun]),
    ("IL", "Asia/Jerusalem",         "ILS", Sun, &[Fri, Sat]), ("IN", "Asia/Kolkata",        "INR", Mon, &[Sun]),
    ("IQ", "Asia/Baghdad",           "IQD", Sat, &[Fri, Sat]), ("IR", "Asia/Tehran",         "IRR", Sat, &[Fri]),
    ("IT", "Europe/Rome",            "EUR", Mon, &[Sat, Sun]), ("JO", "Asia/Amman",          "JOD", Sat, &[Fri, Sat]),
    ("JP", "Asia/Tokyo",             "JPY", Sun, &[Sat, Sun]), ("KE", "Africa/Nairobi",      "KES", Sun, &[Sat, Sun]),
    ("KR", "Asia/Seoul",             "KRW", Sun, &[Sat, Sun]), ("KW", "Asia/Kuwait",         "KWD", Sat, &[Fri, Sat]),
    ("LB", "Asia/Beirut",            "LBP", Mon, &[Sat, Sun]), ("LK", "Asia/Colombo",        "LKR", Mon, &[Sat, Sun]),
    ("LY", "Africa/Tripoli",         "LYD", Sat, &[Fri, Sat]), ("MA", "Africa/Casablanca",   "MAD", Mon, &[Sat, Sun]),
    ("MX", "America/Mexico_City",    "MXN", Sun, &[Sat, Sun]), ("MY", "Asia/Kuala_Lumpur",   "MYR", Mon, &[Sat, Sun]),
    ("NG", "Africa/Lagos",           "NGN", Mon, &[Sat, Sun]), ("NL", "Europe/Amsterdam",    "EUR", Mon, &[Sat, Sun]),
    ("NO", "Europe/Oslo",            "NOK", Mon, &[Sat, Sun]), ("NP", "Asia/Kathmandu",      "NPR", Sun, &[Sat]),
    ("NZ", "Pacific/Auckland",       "NZD", Mon, &[Sat, Sun]), ("OM", "Asia/Muscat",         "OMR", Sat, &[Fri, Sat]),
    ("PE", "America/Lima",           "PEN", Sun, &[Sat, Sun]), ("PH", "Asia/Manila",         "PHP", Sun, &[Sat, Sun]),
    ("PK", "Asia/Karachi",           "PKR", Sun, &[Sun]),      ("PL", "Europe/Warsaw",       "PLN", Mon, &[Sat, Sun]),
    ("PS", "Asia/Hebron",            "ILS", Sat, &[Fri, Sat]), ("PT", "Europe/Lisbon",       "EUR", Sun, &[Sat, Sun]),
    ("QA", "Asia/Qatar",             "QAR", Sat, &[Fri, Sat]), ("RO", "Europe/Bucharest",    "RON", Mon, &[Sat, Sun]),
    ("RU", "Europe/Moscow",          "RUB", Mon, &[Sat, Sun]), ("SA", "Asia/Riyadh",         "SAR", Sun, &[Fri, Sat]),
    ("SD", "Africa/Khartoum",        "SDG", Sat, &[Fri, Sat]), ("SE", "Europe/Stockholm",    "SEK", Mon, &[Sat, Sun]),
    ("SG", "Asia/Singapore",         "SGD", Sun, &[Sat, Sun]), ("SY", "Asia/Damascus",       "SYP", Sat, &[Fri, Sat]),
    ("TH", "Asia/Bangkok",           "THB", Sun, &[Sat, Sun]), ("TN", "Africa/Tunis",        "TND", Mon, &[Sat, Sun]),
    ("TR", "Europe/Istanbul",        "TRY", Mon, &[Sat, Sun]), ("TW", "Asia/Taipei",         "TWD", Sun, &[Sat, Sun]),
    ("TZ", "Africa/Dar_es_Salaam",   "TZS", Mon, &[Sat, Sun]), ("UA", "Europe/Kyiv",         "UAH", Mon, &[Sat, Sun]),
    ("UG", "Africa/Kampala",         "UGX", Mon, &[Sun]),      ("US", "America/New_York",    "USD", Sun, &[Sat, Sun]),
    ("VN", "Asia/Ho_Chi_Minh",       "VND", Mon, &[Sun]),      ("YE", "Asia/Aden",           "YER", Sun, &[Fri, Sat]),
    ("ZA", "Africa/Johannesburg",    "ZAR", Sun, &[Sat, Sun]),
];

/// Currencies that head the list; the others follow by code.
const USUAL_CURRENCIES: [&str; 10] = ["EGP", "INR", "VND", "GBP", "USD", "EUR", "SAR", "AED", "PKR", "NGN"];

pub(super) fn all() -> Vec<CountryDefaults> {
    let defaults = |(country, time_zone, currency, week_start, weekend_days): &Row| CountryDefaults {
        country: (*country).to_owned(),
        time_zone: (*time_zone).to_owned(),
        currency: (*currency).to_owned(),
        week_start: *week_start,
        weekend_days: weekend_days.to_vec(),
    };
    COUNTRIES.iter().map(defaults).collect()
}

/// Zones of places; the technical ones (`Etc/GMT+3`, `EST5EDT`) would only be picked by mistake.
pub(super) fn time_zones() -> Vec<String> {
    let of_a_place = |name: &&str| {
        name.contains('/') && !["Etc/", "US/", "SystemV/"].iter().any(|area| name.starts_with(area))
    };
    zone::all().filter(of_a_place).map(str::to_owned).collect()
}

pub(super) fn currencies() -> Vec<String> {
    let others = CURRENCIES.iter().map(|(code, _)| *code).filter(|code| !USUAL_CURRENCIES.contains(code));
    USUAL_CURRENCIES.into_iter().chain(others).map(str::to_owned).collect()
}

/// The country whose usual zone this is.
pub(super) fn of_zone(time_zone: &str) -> Option<String> {
    let row = COUNTRIES.iter().find(|(_, zone, ..)| *zone == time_zone)?;
    Some(row.0.to_owned())
}

/// A guess from the machine's own zone.
pub(super) fn suggested() -> Option<String> {
    let link = std::fs::read_link("/etc/localtime").ok();
    let named = link.as_deref().and_then(|target| target.to_str()?.split_once("zoneinfo/"));
    let configured = std::fs::read_to_string("/etc/timezone").unwrap_or_default();
    let set = std::env::var("TZ").unwrap_or_default();
    [set.trim_start_matches(':'), configured.trim(), named.map_or("", |(_, zone)| zone)]
        .into_iter()
        .find_map(of_zone)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{COUNTRIES, USUAL_CURRENCIES, all, currencies, of_zone, time_zones};

    #[test]
    fn every_country_has_a_zone_and_a_currency_that_can_be_chosen() {
        let (zones, money) = (time_zones(), currencies());
        for country in all() {
            assert!(zones.contains(&country.time_zone), "{}", country.time_zone);
            assert!(money.contains(&country.currency), "{}", country.currency);
            assert!(!country.weekend_days.is_empty(), "{}", country.country);
        }
        assert_eq!(of_zone("Africa/Cairo").as_deref(), Some("EG"));
        assert_eq!(of_zone("Etc/UTC"), None);
    }

    #[test]
    fn nothing_is_listed_twice() {
        let codes: HashSet<_> = COUNTRIES.iter().map(|row| row.0).collect();
        assert_eq!(codes.len(), COUNTRIES.len());
        let money = currencies();
        assert_eq!(money.iter().collect::<HashSet<_>>().len(), money.len());
        assert_eq!(money[0], USUAL_CURRENCIES[0]);
    }
}
