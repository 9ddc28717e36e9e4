//! Public holidays to pick from, by country and year. Shipped with the application and never more than an offer: the clinic decides
//! what it closes for. How the file is made stands in `xtask/data/public_holidays.py`; its licence in `holidays.LICENSE.txt`.

use domain::time::Date;

use super::Holiday;

const DATA: &str = include_str!("holidays.tsv");

/// Countries the data covers, ISO 3166-1 alpha-2, in order.
pub fn countries() -> Vec<String> {
    DATA.lines().filter(|line| is_country(line)).map(str::to_owned).collect()
}

/// The holidays of one country in one year, by date; none where the data does not reach.
pub fn of(country: &str, year: u16) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = DATA
        .lines()
        .skip_while(|line| *line != country)
        .skip(1)
        .take_while(|line| !is_country(line))
        .flat_map(|line| holidays_of_line(line, year))
        .collect();
    holidays.sort_by_key(|holiday| holiday.date);
    holidays
}

fn is_country(line: &str) -> bool {
    line.len() == 2
}

/// `Labor Day ⇥ عيد العمال ⇥ 20250501 20260501~`
fn holidays_of_line(line: &str, year: u16) -> impl Iterator<Item = Holiday> {
    let mut columns = line.split('\t');
    let name = columns.next().unwrap_or_default();
    let name_ar = columns.next().filter(|name| !name.is_empty());
    let days = columns.next().unwrap_or_default().split(' ');
    days.filter_map(move |day| {
        let (day, estimated) = day.strip_suffix('~').map_or((day, false), |day| (day, true));
        let number = |from, to| day.get(from..to)?.parse::<u16>().ok();
        if number(0, 4)? != year {
            return None;
        }
        let date = Date::new(year.into(), number(4, 6)?.into(), number(6, 8)?.into())?;
        Some(Holiday { date, name: name.to_owned(), name_ar: name_ar.map(str::to_owned), estimated })
    })
}

#[cfg(test)]
mod tests {
    use super::{countries, of};

    #[test]
    fn every_country_has_holidays_in_every_year_of_the_data() {
        assert!(countries().len() >= 25);
        for country in countries() {
            for year in 2025..=2032 {
                let holidays = of(&country, year);
                assert!(holidays.len() >= 5, "{country} {year}");
                assert!(holidays.is_sorted_by(|a, b| a.date < b.date), "{country} {year}: one entry a day");
                assert!(holidays.iter().all(|holiday| !holiday.name.is_empty()));
            }
        }
        assert!(of("EG", 2024).is_empty() && of("XX", 2026).is_empty() && of("", 2026).is_empty());
    }

    #[test]
    fn egypt_2026_reads_in_both_languages_and_marks_what_follows_the_moon() {
        let holidays = of("EG", 2026);
        let on = |date: &str| holidays.iter().find(|holiday| holiday.date.to_string() == date).unwrap();
        let liberation = on("2026-04-25");
        assert_eq!(liberation.name, "Sinai Liberation Day");
        assert_eq!(liberation.name_ar.as_deref(), Some("عيد تحرير سيناء"));
        assert!(!liberation.estimated);
        assert_eq!(on("2026-05-27").name, "Eid al-Adha");
        assert!(on("2026-05-27").estimated);
    }
}
