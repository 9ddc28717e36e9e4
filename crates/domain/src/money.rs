//! Currencies. Amounts are whole minor units: piastres, cents, fils; never a fraction.

/// The ISO 4217 codes in use, with how many digits their minor unit has (list one of the standard, funds and metals left out).
#[rustfmt::skip]
pub const CURRENCIES: &[(&str, u8)] = &[
    ("AED", 2), ("AFN", 2), ("ALL", 2), ("AMD", 2), ("AOA", 2), ("ARS", 2), ("AUD", 2), ("AWG", 2), ("AZN", 2), ("BAM", 2),
    ("BBD", 2), ("BDT", 2), ("BHD", 3), ("BIF", 0), ("BMD", 2), ("BND", 2), ("BOB", 2), ("BRL", 2), ("BSD", 2), ("BTN", 2),
    ("BWP", 2), ("BYN", 2), ("BZD", 2), ("CAD", 2), ("CDF", 2), ("CHF", 2), ("CLP", 0), ("CNY", 2), ("COP", 2), ("CRC", 2),
    ("CUP", 2), ("CVE", 2), ("CZK", 2), ("DJF", 0), ("DKK", 2), ("DOP", 2), ("DZD", 2), ("EGP", 2), ("ERN", 2), ("ETB", 2),
    ("EUR", 2), ("FJD", 2), ("FKP", 2), ("GBP", 2), ("GEL", 2), ("GHS", 2), ("GIP", 2), ("GMD", 2), ("GNF", 0), ("GTQ", 2),
    ("GYD", 2), ("HKD", 2), ("HNL", 2), ("HTG", 2), ("HUF", 2), ("IDR", 2), ("ILS", 2), ("INR", 2), ("IQD", 3), ("IRR", 2),
    ("ISK", 0), ("JMD", 2), ("JOD", 3), ("JPY", 0), ("KES", 2), ("KGS", 2), ("KHR", 2), ("KMF", 0), ("KPW", 2), ("KRW", 0),
    ("KWD", 3), ("KYD", 2), ("KZT", 2), ("LAK", 2), ("LBP", 2), ("LKR", 2), ("LRD", 2), ("LSL", 2), ("LYD", 3), ("MAD", 2),
    ("MDL", 2), ("MGA", 2), ("MKD", 2), ("MMK", 2), ("MNT", 2), ("MOP", 2), ("MRU", 2), ("MUR", 2), ("MVR", 2), ("MWK", 2),
    ("MXN", 2), ("MYR", 2), ("MZN", 2), ("NAD", 2), ("NGN", 2), ("NIO", 2), ("NOK", 2), ("NPR", 2), ("NZD", 2), ("OMR", 3),
    ("PAB", 2), ("PEN", 2), ("PGK", 2), ("PHP", 2), ("PKR", 2), ("PLN", 2), ("PYG", 0), ("QAR", 2), ("RON", 2), ("RSD", 2),
    ("RUB", 2), ("RWF", 0), ("SAR", 2), ("SBD", 2), ("SCR", 2), ("SDG", 2), ("SEK", 2), ("SGD", 2), ("SHP", 2), ("SLE", 2),
    ("SOS", 2), ("SRD", 2), ("SSP", 2), ("STN", 2), ("SVC", 2), ("SYP", 2), ("SZL", 2), ("THB", 2), ("TJS", 2), ("TMT", 2),
    ("TND", 3), ("TOP", 2), ("TRY", 2), ("TTD", 2), ("TWD", 2), ("TZS", 2), ("UAH", 2), ("UGX", 0), ("USD", 2), ("UYU", 2),
    ("UZS", 2), ("VED", 2), ("VES", 2), ("VND", 0), ("VUV", 0), ("WST", 2), ("XAF", 0), ("XCD", 2), ("XCG", 2), ("XOF", 0),
    ("XPF", 0), ("YER", 2), ("ZAR", 2), ("ZMW", 2), ("ZWG", 2),
];

/// How many digits the minor unit of a currency has; `None` when the code is not in ISO 4217.
pub fn minor_digits(code: &str) -> Option<u8> {
    CURRENCIES.binary_search_by_key(&code, |(known, _)| known).ok().map(|at| CURRENCIES[at].1)
}

/// An amount as people write it, `12.50`, `12,5`, `١٢٫٥`, in minor units of a currency with so many digits. `None` where it is no such amount:
/// signs, groups of thousands, more digits than the currency has.
pub fn parse_minor(text: &str, digits: u8) -> Option<i64> {
    let plain: String = text.trim().chars().map(western).collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && are_digits(whole) && are_digits(fraction);
    // Where there are three digits, `1,250` may mean either.
    let is_doubtful = digits == 3 && text.contains(',');
    if !fits || is_doubtful || plain.ends_with('.') || fraction.len() > usize::from(digits) {
        return None;
    }
    format!("{whole}{fraction:0<width$}", width = usize::from(digits)).parse().ok()
}

/// Digits of Arabic and Persian as those of the West; either decimal mark as a point.
fn western(character: char) -> char {
    let of = |zero: u32| char::from_digit(u32::from(character) - zero, 10).unwrap_or(character);
    match character {
        '\u{660}'..='\u{669}' => of(0x660),
        '\u{6f0}'..='\u{6f9}' => of(0x6f0),
        ',' | '\u{66b}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{CURRENCIES, minor_digits, parse_minor};

    #[test]
    fn amounts_are_read_in_both_scripts_and_never_rounded() {
        assert_eq!(parse_minor("12.50", 2), Some(1250));
        assert_eq!(parse_minor(" ١٢٫٥ ", 2), Some(1250));
        assert_eq!(parse_minor("12.5", 3), Some(12_500));
        assert_eq!(
            (parse_minor("7", 0), parse_minor("7.00", 0), parse_minor("12,500", 3)),
            (Some(7), None, None)
        );
        for wrong in
            ["", ".", "5.", ".5", "-5", "1,000.50", "12,500", "12.505", "5 EGP", "99999999999999999999"]
        {
            assert_eq!(parse_minor(wrong, 2), None, "{wrong}");
        }
    }

    #[test]
    fn every_currency_is_found_and_others_are_not() {
        assert!(CURRENCIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(CURRENCIES.iter().all(|(code, digits)| minor_digits(code) == Some(*digits)));
        assert_eq!(
            (minor_digits("VND"), minor_digits("KWD"), minor_digits("EGP")),
            (Some(0), Some(3), Some(2))
        );
        assert_eq!((minor_digits("egp"), minor_digits("XXX"), minor_digits("")), (None, None, None));
    }
}
