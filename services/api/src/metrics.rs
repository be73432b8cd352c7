//! Figures for the operator: by route template and status, never by person, academy or address.

use std::time::Duration;

use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntGauge, Opts, Registry, TextEncoder};

use crate::problems::ApiError;

/// Bounds in seconds, around the targets of design.md 8 (10, 20, 50 ms) and the time-outs.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0,
];

/// The API's own figures, in a registry of their own.
pub(crate) struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    in_flight: IntGauge,
    panics: IntCounter,
    lag_events: IntGauge,
    ready: IntGauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let requests = HistogramVec::new(
            HistogramOpts::new(
                "lanyard_http_request_duration_seconds",
                "Time from the end of the request's head to the answer's head.",
            )
            .buckets(SECONDS.to_vec()),
            &["method", "route", "status"],
        )
        .expect("the name and the labels are well-formed");
        let gauge = |name: &str, help: &str| {
            IntGauge::with_opts(Opts::new(name, help)).expect("the name is well-formed")
        };
        let metrics = Self {
            registry: Registry::new(),
            requests,
            in_flight: gauge(
                "lanyard_http_requests_in_flight",
                "Requests being answered.",
            ),
            panics: IntCounter::new(
                "lanyard_http_panics_total",
                "Requests whose handler panicked.",
            )
            .expect("the name is well-formed"),
            lag_events: gauge(
                "lanyard_views_lag_events",
                "Events of the record that the views have not taken in yet.",
            ),
            ready: gauge("lanyard_ready", "1 when this process is ready."),
        };
        metrics.register();
        metrics
    }

    fn register(&self) {
        let collectors: [Box<dyn prometheus::core::Collector>; 5] = [
            Box::new(self.requests.clone()),
            Box::new(self.in_flight.clone()),
            Box::new(self.panics.clone()),
            Box::new(self.lag_events.clone()),
            Box::new(self.ready.clone()),
        ];
        for collector in collectors {
            self.registry
                .register(collector)
                .expect("each name is registered once, in a registry of our own");
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

    /// The text that Prometheus reads.
    pub(crate) fn text(&self, readiness: &lanyard_app::Readiness) -> Result<String, ApiError> {
        self.ready.set(i64::from(readiness.ready));
        self.lag_events
            .set(i64::try_from(readiness.lag_events).unwrap_or(i64::MAX));
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .map_err(ApiError::fault)
    }
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
        let metrics = Metrics::new();
        metrics.answered("GET", "/v1/cases/{case}", 404, Duration::from_millis(3));
        let readiness = lanyard_app::Readiness {
            ready: true,
            lag_events: 7,
            reasons: Vec::new(),
        };
        let text = metrics.text(&readiness).unwrap();
        assert!(text.contains(
            r#"lanyard_http_request_duration_seconds_count{method="GET",route="/v1/cases/{case}",status="404"} 1"#
        ));
        assert!(text.contains("lanyard_views_lag_events 7"));
        assert!(text.contains("lanyard_ready 1"));
    }

    #[test]
    fn a_status_has_three_digits() {
        let mut digits = [0; 3];
        assert_eq!(three_digits(204, &mut digits), "204");
        assert_eq!(three_digits(99, &mut digits), "other");
    }
}
