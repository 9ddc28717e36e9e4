//! What a site and the settings must be before they are kept.

use domain::calendar::zone::Zone;
use domain::code::Code as _;
use domain::id::SiteId;
use domain::queue::MOST_GRACE_MINUTES;
use domain::time::{Span, Weekday};

use super::{ClinicSettings, SaveSite, Site, SiteHours};
use crate::error::{FieldError, FieldErrors, Refusal};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};
use crate::session::Language;

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV \
     BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
     GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG \
     KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX \
     MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
     SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG \
     VI VN VU WF WS YE YT ZA ZM ZW";

const MOST_FACILITIES: usize = 100;
const MOST_SITE_HOURS: usize = 70;
const MOST_BLOCKED_WORDS: usize = 200;
/// A shorter word would forbid most passwords.
const LEAST_BLOCKED_WORD: usize = 3;

/// A site whose fields are fit to keep.
pub(super) struct SiteFields(Site);

impl SiteFields {
    pub(super) fn into_site(self, id: SiteId) -> Site {
        Site { id, ..self.0 }
    }
}

pub(super) fn site(request: SaveSite) -> Result<SiteFields, Refusal> {
    use domain::id::Id as _;
    let mut errors = FieldErrors::default();
    let line = |errors: &mut FieldErrors, field: &str, text: &Option<String>| {
        errors.optional_line(field, text.as_deref(), LINE_CHARACTERS)
    };
    let site = Site {
        // Replaced by `into_site`; a form knows no identity of its own.
        id: request.id.unwrap_or_else(|| SiteId::from_uuid(uuid::Uuid::nil())),
        name: errors.required_line("name", &request.name, NAME_CHARACTERS),
        kind: request.kind,
        address: line(&mut errors, "address", &request.address),
        city: line(&mut errors, "city", &request.city),
        country: country(&mut errors, request.country.as_deref()),
        latitude: coordinate(&mut errors, "latitude", request.latitude, 90.0),
        longitude: coordinate(&mut errors, "longitude", request.longitude, 180.0),
        phone: line(&mut errors, "phone", &request.phone),
        email: errors.email("email", request.email.as_deref()),
        website: line(&mut errors, "website", &request.website),
        registration_number: line(&mut errors, "registration_number", &request.registration_number),
        time_zone: time_zone(&mut errors, &request.time_zone),
        currency: currency(&mut errors, &request.currency),
        week_start: request.week_start,
        weekend_days: each_once(&request.weekend_days),
        facilities: facilities(&mut errors, &request.facilities),
        hours: hours(&mut errors, request.hours),
    };
    if site.latitude.is_some() != site.longitude.is_some() && errors.is_empty() {
        let missing = if site.latitude.is_some() { "longitude" } else { "latitude" };
        errors.push(FieldError::new(missing, "required"));
    }
    errors.finish()?;
    Ok(SiteFields(site))
}

pub(super) fn settings(request: ClinicSettings) -> Result<ClinicSettings, Refusal> {
    let mut errors = FieldErrors::default();
    let clinic_name = errors.required_line("clinic_name", &request.clinic_name, NAME_CHARACTERS);
    language(&mut errors, &request.language);
    errors.within("idle_lock_minutes", request.idle_lock_minutes, 1, 15);
    errors.within("no_show_grace_minutes", request.no_show_grace_minutes, 0, MOST_GRACE_MINUTES);
    if request.blocked_password_words.len() > MOST_BLOCKED_WORDS {
        errors.push(FieldError::new("blocked_password_words", "too_many").with("most", MOST_BLOCKED_WORDS));
    }
    let mut words: Vec<String> = Vec::new();
    for (at, word) in request.blocked_password_words.iter().enumerate() {
        let field = format!("blocked_password_words[{at}]");
        let Some(word) = errors.optional_line(&field, Some(word), NAME_CHARACTERS) else { continue };
        if word.chars().count() < LEAST_BLOCKED_WORD {
            errors.push(FieldError::new(field, "too_short").with("least", LEAST_BLOCKED_WORD));
        } else if !words.contains(&word) {
            words.push(word);
        }
    }
    errors.finish()?;
    Ok(ClinicSettings { clinic_name, blocked_password_words: words, ..request })
}

pub(crate) fn time_zone(errors: &mut FieldErrors, name: &str) -> String {
    let name = errors.required_line("time_zone", name, NAME_CHARACTERS);
    if !name.is_empty() && name.parse::<Zone>().is_err() {
        errors.push(FieldError::new("time_zone", "unknown_zone"));
    }
    name
}

pub(crate) fn currency(errors: &mut FieldErrors, code: &str) -> String {
    let code = errors.required_line("currency", code, NAME_CHARACTERS).to_ascii_uppercase();
    if !code.is_empty() && domain::money::minor_digits(&code).is_none() {
        errors.push(FieldError::new("currency", "unknown_currency"));
    }
    code
}

pub(crate) fn language(errors: &mut FieldErrors, code: &str) {
    if Language::from_code(code).is_none() {
        errors.push(FieldError::new("language", "unknown_language"));
    }
}

fn country(errors: &mut FieldErrors, code: Option<&str>) -> Option<String> {
    let code = errors.optional_line("country", code, NAME_CHARACTERS)?.to_ascii_uppercase();
    if !COUNTRIES.split_whitespace().any(|known| known == code) {
        errors.push(FieldError::new("country", "unknown_country"));
    }
    Some(code)
}

fn coordinate(errors: &mut FieldErrors, field: &str, degrees: Option<f64>, most: f64) -> Option<f64> {
    let degrees = degrees?;
    if degrees.is_finite() {
        errors.within(field, degrees, -most, most);
    } else {
        errors.push(FieldError::new(field, "format"));
    }
    Some(degrees)
}

pub(crate) fn each_once(days: &[Weekday]) -> Vec<Weekday> {
    Weekday::ALL.iter().copied().filter(|day| days.contains(day)).collect()
}

fn facilities(errors: &mut FieldErrors, texts: &[String]) -> Vec<String> {
    if texts.len() > MOST_FACILITIES {
        errors.push(FieldError::new("facilities", "too_many").with("most", MOST_FACILITIES));
    }
    let line = |(at, text): (usize, &String)| {
        errors.optional_line(&format!("facilities[{at}]"), Some(text), NAME_CHARACTERS)
    };
    texts.iter().enumerate().filter_map(line).collect()
}

fn hours(errors: &mut FieldErrors, hours: Vec<SiteHours>) -> Vec<SiteHours> {
    if hours.len() > MOST_SITE_HOURS {
        errors.push(FieldError::new("hours", "too_many").with("most", MOST_SITE_HOURS));
        return hours;
    }
    let span = |hours: &SiteHours| Span::new(hours.opens, hours.closes);
    for (at, this) in hours.iter().enumerate() {
        let Some(open) = span(this) else {
            errors.push(FieldError::new(format!("hours[{at}].closes"), "end_before_start"));
            continue;
        };
        let overlapped = hours[..at].iter().position(|other| {
            other.weekday == this.weekday && span(other).is_some_and(|other| other.overlaps(open))
        });
        if let Some(other) = overlapped {
            errors.push(FieldError::new(format!("hours[{at}].opens"), "overlaps").with("other", other));
        }
    }
    hours
}
