//! Medians, rates and percentiles.

use std::time::Duration;

use hdrhistogram::Histogram;

/// Longest time that a histogram tells apart from longer ones.
const LONGEST_MICROS: u64 = 60_000_000;

/// The middle one; the lower of two.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times
        .get(times.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default()
}

/// So many in that time, by the second.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts of a bench are far below 2^52"
)]
pub fn per_second(many: usize, elapsed: Duration) -> f64 {
    many as f64 / elapsed.as_secs_f64()
}

/// Times of many answers.
pub struct Latency(Histogram<u64>);

impl Latency {
    /// None yet.
    pub fn new() -> Self {
        let histogram = Histogram::new_with_bounds(1, LONGEST_MICROS, 3);
        Self(histogram.expect("the bounds are in order and three digits are allowed"))
    }

    /// One more.
    pub fn add(&mut self, time: Duration) {
        self.0.saturating_record(
            u64::try_from(time.as_micros())
                .unwrap_or(LONGEST_MICROS)
                .max(1),
        );
    }

    /// All of another.
    pub fn join(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same bounds");
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// Milliseconds below which so many percent lie.
    #[allow(
        clippy::cast_precision_loss,
        reason = "a minute has 60 million microseconds"
    )]
    pub fn percentile_ms(&self, percent: f64) -> f64 {
        self.0.value_at_percentile(percent) as f64 / 1_000.0
    }
}
