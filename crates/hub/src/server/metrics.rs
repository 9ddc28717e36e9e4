//! Counters for Prometheus. They name routes and statuses, never clinics or people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<(&'static str, u16), Answers>>,
    pub operations: AtomicU64,
    pub bytes_in: AtomicU64,
    pub bytes_out: AtomicU64,
    pub parts_in: AtomicU64,
    pub part_bytes_in: AtomicU64,
    pub parts_out: AtomicU64,
    pub part_bytes_out: AtomicU64,
    pub blobs_begun: AtomicU64,
    pub blobs_completed: AtomicU64,
    pub connections: AtomicI64,
    pub listeners: AtomicI64,
}

#[derive(Default, Clone)]
struct Answers {
    count: u64,
    seconds: f64,
    below: [u64; BOUNDS.len()],
}

/// What others know at the moment of asking.
pub struct Gauges {
    pub database_busy: usize,
    pub database_open: usize,
    pub memory_taken: usize,
}

impl Metrics {
    pub fn answered(&self, route: &'static str, status: u16, took: Duration) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = answers.entry((route, status)).or_default();
        let seconds = took.as_secs_f64();
        answers.count += 1;
        answers.seconds += seconds;
        for (bound, below) in BOUNDS.iter().zip(&mut answers.below) {
            *below += u64::from(seconds <= *bound);
        }
    }

    /// In the text format of Prometheus.
    pub fn text(&self, gauges: &Gauges) -> String {
        let mut out = String::new();
        self.write_answers(&mut out);
        let counted = |counter: &AtomicU64| counter.load(Ordering::Relaxed).to_string();
        let now = |gauge: &AtomicI64| gauge.load(Ordering::Relaxed).to_string();
        for (name, kind, help, value) in [
            ("operations_total", "counter", "Operations taken from desks.", counted(&self.operations)),
            ("received_bytes_total", "counter", "Bodies of requests, as sent.", counted(&self.bytes_in)),
            ("sent_bytes_total", "counter", "Bodies of answers, as sent.", counted(&self.bytes_out)),
            ("parts_received_total", "counter", "Parts of files taken from desks.", counted(&self.parts_in)),
            ("part_bytes_received_total", "counter", "Bytes of those.", counted(&self.part_bytes_in)),
            ("parts_sent_total", "counter", "Parts of files given to desks.", counted(&self.parts_out)),
            ("part_bytes_sent_total", "counter", "Bytes of those.", counted(&self.part_bytes_out)),
            ("files_begun_total", "counter", "Files whose first part came.", counted(&self.blobs_begun)),
            (
                "files_completed_total",
                "counter",
                "Files that came whole: as many fewer than were begun, over all processes, are incomplete.",
                counted(&self.blobs_completed),
            ),
            ("connections", "gauge", "Open connections.", now(&self.connections)),
            ("listeners", "gauge", "Desks that listen for news.", now(&self.listeners)),
            ("memory_taken_bytes", "gauge", "Lent to requests.", gauges.memory_taken.to_string()),
            ("database_connections", "gauge", "Open to the database.", gauges.database_open.to_string()),
            ("database_connections_busy", "gauge", "In use.", gauges.database_busy.to_string()),
        ] {
            let _ = writeln!(
                out,
                "# HELP clinic_hub_{name} {help}\n# TYPE clinic_hub_{name} {kind}\nclinic_hub_{name} {value}"
            );
        }
        out
    }

    fn write_answers(&self, out: &mut String) {
        out.push_str("# HELP clinic_hub_request_seconds Time to answer, by route and status.\n# TYPE clinic_hub_request_seconds histogram\n");
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((route, status), answers) in answers {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (bound, below) in BOUNDS.iter().zip(answers.below) {
                let _ = writeln!(out, "clinic_hub_request_seconds_bucket{{{labels},le=\"{bound}\"}} {below}");
            }
            let (count, seconds) = (answers.count, answers.seconds);
            let _ = writeln!(out, "clinic_hub_request_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "clinic_hub_request_seconds_sum{{{labels}}} {seconds}");
            let _ = writeln!(out, "clinic_hub_request_seconds_count{{{labels}}} {count}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Gauges, Metrics};

    #[test]
    fn a_histogram_counts_what_lies_below_each_bound() {
        let metrics = Metrics::default();
        metrics.answered("sync", 200, Duration::from_millis(3));
        metrics.answered("sync", 200, Duration::from_millis(300));
        let text = metrics.text(&Gauges { database_busy: 1, database_open: 2, memory_taken: 3 });
        for line in [
            "clinic_hub_request_seconds_bucket{route=\"sync\",status=\"200\",le=\"0.002\"} 0",
            "clinic_hub_request_seconds_bucket{route=\"sync\",status=\"200\",le=\"0.005\"} 1",
            "clinic_hub_request_seconds_bucket{route=\"sync\",status=\"200\",le=\"0.5\"} 2",
            "clinic_hub_request_seconds_count{route=\"sync\",status=\"200\"} 2",
            "clinic_hub_database_connections 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
    }
}
