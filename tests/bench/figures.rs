//! Figures: medians, percentiles, ratios, and the table they end in.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    pub visits: u32,
    pub what: String,
    /// What it is held against.
    pub limit: String,
    /// Microseconds (or what `unit` says).
    pub ours: f64,
    pub theirs: Option<f64>,
    /// Median of the rounds' ratios, with the lowest and the highest.
    pub ratio: Option<[f64; 3]>,
    pub unit: &'static str,
    pub goal: String,
    pub met: bool,
}

/// Lower is better: the goal is a ratio to the limit, a bound in the row's unit, or both.
pub struct Goal {
    pub ratio: Option<f64>,
    pub bound: Option<f64>,
}

impl Row {
    pub fn new(
        visits: u32,
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
            visits,
            what: what.to_owned(),
            limit: limit.to_owned(),
            ours,
            theirs: theirs.map(|list| median(list.into_iter())),
            ratio,
            unit,
            goal: words.into_iter().flatten().collect::<Vec<_>>().join(" and "),
            met: ratio_met && bound_met,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let theirs = self.theirs.map_or_else(|| "–".to_owned(), |theirs| format!("{theirs:.1}"));
        let ratio = self.ratio.map_or_else(
            || "–".to_owned(),
            |[median, lowest, highest]| format!("{median:.2} ({lowest:.2}–{highest:.2})"),
        );
        write!(
            f,
            "| {:>9} | {:<42} | {:>10.1} | {theirs:>9} | {:<3} | {ratio:<18} | {:<24} | {} |",
            self.visits,
            self.what,
            self.ours,
            self.unit,
            self.goal,
            if self.met { "met" } else { "NOT MET" },
        )
    }
}

pub fn table(rows: &[Row]) -> String {
    let mut table = String::from(
        "| visits | what | ours | limit | unit | ratio (range) | goal | |\n|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        table.push_str(&format!("{row}\n"));
    }
    table
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
