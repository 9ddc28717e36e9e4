//! Figures: medians, percentiles, ratios, and the tables they end in.

use std::fmt::{self, Write as _};
use std::time::Duration;

use serde::Serialize;

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Visits of the clinic, or of one with more doctors and as many visits each.
    pub size: u32,
    pub what: String,
    /// What it is held against.
    pub limit: String,
    /// In `unit`.
    pub ours: f64,
    pub theirs: Option<f64>,
    /// Median of the rounds' ratios, with the lowest and the highest.
    pub ratio: Option<[f64; 3]>,
    pub unit: &'static str,
    pub goal: String,
    pub met: bool,
    /// What stands between, where the goal is missed.
    pub remark: Option<&'static str>,
}

/// Lower is better: the goal is a ratio to the limit, a bound in the row's unit, or both; neither for what only explains other figures.
#[derive(Default)]
pub struct Goal {
    pub ratio: Option<f64>,
    pub bound: Option<f64>,
}

impl Goal {
    pub fn ratio(ratio: f64) -> Self {
        Self { ratio: Some(ratio), bound: None }
    }

    pub fn bound(bound: f64) -> Self {
        Self { ratio: None, bound: Some(bound) }
    }
}

impl Row {
    pub fn new(
        size: u32,
        what: &str,
        limit: &str,
        unit: &'static str,
        rounds: &[(f64, Option<f64>)],
        goal: &Goal,
    ) -> Self {
        let ours = median(rounds.iter().map(|(ours, _)| *ours));
        let theirs: Option<Vec<f64>> = rounds.iter().map(|(_, theirs)| *theirs).collect();
        let theirs = theirs.filter(|list| !list.is_empty());
        let ratio = theirs.as_ref().map(|theirs| {
            let ratios: Vec<f64> =
                rounds.iter().zip(theirs).map(|((ours, _), theirs)| ours / theirs).collect();
            let lowest = ratios.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = ratios.iter().copied().fold(0.0, f64::max);
            [median(ratios.iter().copied()), lowest, highest]
        });
        let ratio_met = goal.ratio.is_none_or(|goal| ratio.is_some_and(|[median, ..]| median <= goal));
        let bound_met = goal.bound.is_none_or(|goal| ours <= goal);
        let words =
            [goal.ratio.map(|goal| format!("≤ {goal}×")), goal.bound.map(|goal| format!("≤ {goal} {unit}"))];
        Self {
            size,
            what: what.to_owned(),
            limit: limit.to_owned(),
            ours,
            theirs: theirs.map(|list| median(list.into_iter())),
            ratio,
            unit,
            goal: Some(words.into_iter().flatten().collect::<Vec<_>>().join(" and "))
                .filter(|goal| !goal.is_empty())
                .unwrap_or_else(|| "–".to_owned()),
            met: ratio_met && bound_met,
            remark: None,
        }
    }

    /// What stands between, told only if the goal is missed.
    #[must_use]
    pub fn missed_because(mut self, remark: &'static str) -> Self {
        self.remark = (!self.met).then_some(remark);
        self
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let theirs = self.theirs.map_or_else(|| "–".to_owned(), |theirs| amount(theirs, self.unit));
        let ratio = self.ratio.map_or_else(
            || "–".to_owned(),
            |[median, lowest, highest]| format!("{median:.2} ({lowest:.2}–{highest:.2})"),
        );
        write!(
            f,
            "| {:>9} | {:<50} | {:>9} | {theirs:>9} | {ratio:<18} | {:<20} | {:<6} |",
            grouped(self.size),
            self.what,
            amount(self.ours, self.unit),
            self.goal,
            if self.met { "met" } else { "missed" },
        )
    }
}

/// All rows, each beside its goal, and below them what stands between where one is missed.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| visits | what | ours | limit | ratio (range) | goal | |\n|--:|---|--:|--:|---|---|---|\n",
    );
    for row in rows {
        let _ = writeln!(text, "{row}");
    }
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for (row, remark) in rows.iter().filter_map(|row| Some((row, row.remark?))) {
        match told.iter_mut().find(|(known, _)| *known == remark) {
            Some((_, about)) if about.contains(&row.what.as_str()) => {}
            Some((_, about)) => about.push(&row.what),
            None => told.push((remark, vec![&row.what])),
        }
    }
    if !told.is_empty() {
        text.push_str("\nWhat stands between:\n\n");
    }
    for (remark, about) in told {
        let _ = writeln!(text, "- {}: {remark}", about.join("; "));
    }
    text
}

/// One figure at the sizes measured.
#[derive(Debug, Serialize)]
pub struct Growth<'a> {
    pub what: &'a str,
    pub unit: &'static str,
    /// Size and figure, as measured.
    pub figures: Vec<(u32, f64)>,
    /// The last figure by the first.
    pub ours: f64,
    /// The same of what it is held against.
    pub theirs: Option<f64>,
}

/// How every figure that was taken at more than one size grows.
pub fn growth(rows: &[Row]) -> Vec<Growth<'_>> {
    let mut all: Vec<Growth<'_>> = Vec::new();
    for first in rows {
        if all.iter().any(|known| known.what == first.what) {
            continue;
        }
        let of_this: Vec<&Row> = rows.iter().filter(|row| row.what == first.what).collect();
        let [_, .., last] = of_this.as_slice() else { continue };
        all.push(Growth {
            what: &first.what,
            unit: first.unit,
            figures: of_this.iter().map(|row| (row.size, row.ours)).collect(),
            ours: last.ours / first.ours,
            theirs: last.theirs.zip(first.theirs).map(|(last, first)| last / first),
        });
    }
    all
}

pub fn growth_table(growth: &[Growth<'_>]) -> String {
    let Some(any) = growth.first() else { return String::new() };
    let sizes: Vec<String> = any.figures.iter().map(|(size, _)| grouped(*size)).collect();
    let lines = "--:|".repeat(sizes.len());
    let mut text =
        format!("| what | {} | growth | of the limit |\n|---|{lines}--:|--:|\n", sizes.join(" | "));
    for figure in growth {
        let figures: Vec<String> =
            figure.figures.iter().map(|(_, ours)| format!("{:>9}", amount(*ours, figure.unit))).collect();
        let theirs = figure.theirs.map_or_else(|| "–".to_owned(), |theirs| format!("{theirs:.1}×"));
        let _ = writeln!(
            text,
            "| {:<50} | {} | {:>5.1}× | {theirs:>6} |",
            figure.what,
            figures.join(" | "),
            figure.ours
        );
    }
    text
}

/// Three digits are all that a median on a shared machine can promise.
fn amount(value: f64, unit: &str) -> String {
    let digits = usize::from(value < 100.0);
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}

/// `1000000` as `1,000,000`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    percentile(values.collect(), 50)
}

/// The value that `percent` of a hundred do not exceed.
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    assert!(!values.is_empty(), "nothing was measured");
    values.sort_by(f64::total_cmp);
    values[(values.len() * percent).div_ceil(100).clamp(1, values.len()) - 1]
}

pub fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::{Goal, Row, growth, table};

    fn row(size: u32, ours: f64, theirs: f64) -> Row {
        let rounds = [(ours, Some(theirs)), (ours, Some(theirs)), (ours * 4.0, Some(theirs))];
        Row::new(size, "booking", "bare", "µs", &rounds, &Goal::ratio(1.5)).missed_because("the chain")
    }

    #[test]
    fn a_missed_goal_says_what_stands_between_and_a_met_one_is_silent() {
        let (met, missed) = (row(10_000, 150.0, 100.0), row(1_000_000, 160.0, 100.0));
        assert_eq!((met.remark, missed.remark), (None, Some("the chain")));
        let text = table(&[met, missed]);
        assert!(text.contains("1.60 (1.60–6.40)") && text.contains("| 1,000,000 |"), "{text}");
        assert_eq!(text.matches("the chain").count(), 1, "{text}");
    }

    #[test]
    fn growth_is_told_of_what_was_taken_at_two_sizes() {
        let once = Row::new(10_000, "opening", "–", "ms", &[(9.0, None)], &Goal::bound(20.0));
        let rows = [row(10_000, 150.0, 100.0), once, row(100_000, 300.0, 400.0)];
        let growth = growth(&rows);
        let [booking] = growth.as_slice() else { panic!("{growth:?}") };
        assert_eq!((booking.what, booking.ours, booking.theirs), ("booking", 2.0, Some(4.0)));
        assert_eq!(booking.figures, [(10_000, 150.0), (100_000, 300.0)]);
    }
}
