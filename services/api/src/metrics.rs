//! Figures for the operator: by route template and status, never by person, academy or address.

use std::sync::Arc;
use std::time::Duration;

use lanyard_app::App;
use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntGauge};

use crate::figures::Figures;

/// Bounds in seconds, around the targets of design.md 8 (10, 20, 50 ms) and the time-outs.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0,
];

/// The API's own figures.
pub(crate) struct Metrics {
    requests: HistogramVec,
    in_flight: IntGauge,
    panics: IntCounter,
}

impl Metrics {
    pub(crate) fn new(figures: &Figures) -> Self {
        let requests = HistogramVec::new(
            HistogramOpts::new(
                "lanyard_http_request_duration_seconds",
                "Time from the end of the request's head to the answer's head.",
            )
            .buckets(SECONDS.to_vec()),
            &["method", "route", "status"],
        );
        Self {
            requests: figures.add(requests.expect("the name and the labels are well-formed")),
            in_flight: figures.gauge(
                "lanyard_http_requests_in_flight",
                "Requests being answered.",
            ),
            panics: figures.counter(
                "lanyard_http_panics_total",
                "Requests whose handler panicked.",
            ),
        }
    }

    pub(crate) fn started(&self) {
        self.in_flight.inc();
    }

    /// A request that was cut off counts as neither answered nor failed.
    pub(crate) fn ended(&self) {
        self.in_flight.dec();
    }

    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut digits = [0; 3];
        self.requests
            .with_label_values(&[method, route, three_digits(status, &mut digits)])
            .observe(took.as_secs_f64());
    }

    pub(crate) fn panicked(&self) {
        self.panics.inc();
    }
}

/// Whether this process is ready, and how far its views are behind.
pub(crate) fn watch(figures: &Figures, app: &Arc<App>) {
    let ready = figures.gauge("lanyard_ready", "1 when this process is ready.");
    let lag = figures.gauges(
        "lanyard_views_lag_events",
        "Events of the record that a view of this process has not taken in yet.",
        "view",
    );
    let without_owner = figures.gauge(
        "lanyard_matters_without_owner",
        "Matters that nobody unconflicted is left to own: somebody has to be given a role.",
    );
    let terms = figures.gauge(
        "lanyard_term_dates_ending_academies",
        "Academies whose term dates end within 60 days, have ended, or were never set.",
    );
    // Weak: the last holder of the application closes the queue to the recorder.
    let app = Arc::downgrade(app);
    figures.before_reading(move || {
        let Some(app) = app.upgrade() else { return };
        let readiness = app.readiness();
        ready.set(i64::from(readiness.ready));
        let waiting = app.without_owner().unwrap_or(0);
        without_owner.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        let ending = app.term_dates_ending().map_or(0, |found| found.len());
        terms.set(i64::try_from(ending).unwrap_or(i64::MAX));
        for (view, events) in [
            ("casework", readiness.lag_events),
            ("looks", readiness.looks_lag_events),
        ] {
            let events = i64::try_from(events).unwrap_or(i64::MAX);
            lag.with_label_values(&[view]).set(events);
        }
    });
}

/// A status without allocating; anything that is no status is shown as such.
fn three_digits(status: u16, digits: &mut [u8; 3]) -> &str {
    if !(100..1000).contains(&status) {
        return "other";
    }
    for (digit, unit) in digits.iter_mut().zip([100, 10, 1]) {
        *digit = b'0' + u8::try_from(status / unit % 10).unwrap_or(0);
    }
    std::str::from_utf8(digits).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn requests_are_counted_by_template_and_status() {
        let figures = Figures::default();
        let metrics = Metrics::new(&figures);
        metrics.answered("GET", "/v1/cases/{case}", 404, Duration::from_millis(3));
        let text = figures.text().unwrap();
        assert!(text.contains(
            r#"lanyard_http_request_duration_seconds_count{method="GET",route="/v1/cases/{case}",status="404"} 1"#
        ));
        assert!(text.contains("# TYPE lanyard_http_panics_total counter"));
    }

    #[test]
    fn gauges_are_brought_up_to_date_before_they_are_read() {
        let figures = Figures::default();
        let gauge = figures.gauge("lanyard_x", "x");
        figures.before_reading(move || gauge.set(7));
        assert!(figures.text().unwrap().contains("lanyard_x 7"));
    }

    #[test]
    fn a_status_has_three_digits() {
        let mut digits = [0; 3];
        assert_eq!(three_digits(204, &mut digits), "204");
        assert_eq!(three_digits(99, &mut digits), "other");
    }
}
