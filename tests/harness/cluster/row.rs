//! One line of the table of faults.

use std::fmt;
use std::time::Duration;

/// What became of the load around one fault.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What was done.
    pub fault: String,
    /// Answers of 201 and 202.
    pub acknowledged: usize,
    /// Of these, in the store where the answer said, or under the id it gave.
    pub found: usize,
    /// Of these, not there.
    pub lost: usize,
    /// Concerns and additions that are there twice, or that nobody sent.
    pub doubled: usize,
    /// Answers of 503 with a documented type, and requests without any answer.
    pub refused: usize,
    /// From the end of the fault to the first 201 of a request that was sent after it; none if
    /// there was none in time.
    pub recovered_in: Option<Duration>,
    /// The longest time without any answer of 201 or 202.
    pub silence: Duration,
    /// What was lost, doubled or answered dishonestly, in words.
    pub findings: Vec<String>,
}

impl Row {
    /// Whether everything is as it must be.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.lost == 0
            && self.doubled == 0
            && self.found == self.acknowledged
            && self.recovered_in.is_some()
            && self.findings.is_empty()
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recovered = self.recovered_in.map_or_else(
            || "never".to_owned(),
            |time| format!("{:.2} s", time.as_secs_f64()),
        );
        write!(
            f,
            "{:<48} {:>12} {:>6} {:>5} {:>8} {:>8} {:>10} {:>8.2} s",
            self.fault,
            self.acknowledged,
            self.found,
            self.lost,
            self.doubled,
            self.refused,
            recovered,
            self.silence.as_secs_f64()
        )?;
        self.findings
            .iter()
            .try_for_each(|finding| write!(f, "\n    {finding}"))
    }
}

/// The names of the columns.
#[allow(clippy::print_stdout, reason = "the table is what the tests show")]
pub fn print_header() {
    println!(
        "{:<48} {:>12} {:>6} {:>5} {:>8} {:>8} {:>10} {:>10}",
        "fault", "acknowledged", "found", "lost", "doubled", "refused", "recovered", "silence"
    );
}
