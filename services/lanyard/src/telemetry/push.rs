//! The figures of `/metrics`, pushed by OTLP where an endpoint is set: the same names and values,
//! for there is one registry.

use std::time::{Duration, SystemTime};

use anyhow::Context;
use lanyard_api::Figures;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_client::MetricsServiceClient;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value as Number;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint,
    ResourceMetrics, ScopeMetrics, Sum,
};
use opentelemetry_proto::tonic::resource::v1::Resource;
use prometheus::proto::{self, MetricFamily, MetricType};

use crate::config::Settings;

/// As often as Prometheus mostly asks. `OTEL_METRIC_EXPORT_INTERVAL` (milliseconds) wins.
const PACE: Duration = Duration::from_secs(30);

/// Pushes for as long as the process runs; nothing where no endpoint is set.
pub fn push(figures: &Figures, settings: &Settings) -> anyhow::Result<()> {
    let Some(endpoint) = settings.otlp_endpoint.clone() else {
        return Ok(());
    };
    let channel = tonic::transport::Endpoint::from_shared(endpoint)
        .context("LANYARD_OTLP_ENDPOINT cannot be used")?
        .timeout(PACE)
        .connect_lazy();
    let (figures, resource) = (figures.clone(), resource(settings));
    let began = nanos();
    let pace = std::env::var("OTEL_METRIC_EXPORT_INTERVAL").ok();
    let pace = pace.and_then(|millis| millis.parse().ok());
    let pace = pace
        .filter(|millis| *millis > 0)
        .map_or(PACE, Duration::from_millis);
    tokio::spawn(async move {
        let mut client = MetricsServiceClient::new(channel);
        loop {
            tokio::time::sleep(pace).await;
            let families = figures.gather();
            let request = request(resource.clone(), &families, (began, nanos()));
            if let Err(error) = client.export(request).await {
                tracing::debug!(code = ?error.code(), "metrics were not taken");
            }
        }
    });
    Ok(())
}

fn resource(settings: &Settings) -> Resource {
    let resource = super::resource(settings);
    Resource {
        attributes: resource
            .iter()
            .map(|(key, value)| attribute(key.as_str(), &value.as_str()))
            .collect(),
        ..Resource::default()
    }
}

fn attribute(key: &str, value: &str) -> KeyValue {
    KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue {
            value: Some(Value::StringValue(value.to_owned())),
        }),
        ..KeyValue::default()
    }
}

fn request(
    resource: Resource,
    families: &[MetricFamily],
    during: (u64, u64),
) -> ExportMetricsServiceRequest {
    let scope = InstrumentationScope {
        name: "lanyard".to_owned(),
        ..InstrumentationScope::default()
    };
    let metrics = families.iter().map(|family| metric(family, during));
    ExportMetricsServiceRequest {
        resource_metrics: vec![ResourceMetrics {
            resource: Some(resource),
            scope_metrics: vec![ScopeMetrics {
                scope: Some(scope),
                metrics: metrics.collect(),
                ..ScopeMetrics::default()
            }],
            ..ResourceMetrics::default()
        }],
    }
}

fn metric(family: &MetricFamily, during: (u64, u64)) -> Metric {
    let temporality = AggregationTemporality::Cumulative.into();
    let points = family.get_metric().iter();
    let data = match family.get_field_type() {
        MetricType::COUNTER => Data::Sum(Sum {
            data_points: points
                .map(|point| number(point, point.get_counter().get_value(), during))
                .collect(),
            aggregation_temporality: temporality,
            is_monotonic: true,
        }),
        MetricType::HISTOGRAM => Data::Histogram(Histogram {
            data_points: points.map(|point| histogram(point, during)).collect(),
            aggregation_temporality: temporality,
        }),
        MetricType::GAUGE | MetricType::SUMMARY | MetricType::UNTYPED => Data::Gauge(Gauge {
            data_points: points
                .map(|point| number(point, point.get_gauge().get_value(), during))
                .collect(),
        }),
    };
    let unit = if family.name().contains("_seconds") {
        "s"
    } else {
        ""
    };
    Metric {
        name: family.name().to_owned(),
        description: family.help().to_owned(),
        unit: unit.to_owned(),
        data: Some(data),
        ..Metric::default()
    }
}

fn labels(point: &proto::Metric) -> Vec<KeyValue> {
    let labels = point.get_label().iter();
    labels
        .map(|label| attribute(label.name(), label.value()))
        .collect()
}

fn number(point: &proto::Metric, value: f64, (began, now): (u64, u64)) -> NumberDataPoint {
    NumberDataPoint {
        attributes: labels(point),
        start_time_unix_nano: began,
        time_unix_nano: now,
        value: Some(Number::AsDouble(value)),
        ..NumberDataPoint::default()
    }
}

/// Prometheus counts up to each bound, OTLP between two.
fn histogram(point: &proto::Metric, (began, now): (u64, u64)) -> HistogramDataPoint {
    let histogram = point.get_histogram();
    let mut bounds = Vec::new();
    let mut counts = Vec::new();
    let mut before = 0;
    for bucket in histogram.get_bucket() {
        if bucket.upper_bound().is_finite() {
            bounds.push(bucket.upper_bound());
            counts.push(bucket.cumulative_count() - before);
            before = bucket.cumulative_count();
        }
    }
    counts.push(histogram.get_sample_count() - before);
    HistogramDataPoint {
        attributes: labels(point),
        start_time_unix_nano: began,
        time_unix_nano: now,
        count: histogram.get_sample_count(),
        sum: Some(histogram.get_sample_sum()),
        bucket_counts: counts,
        explicit_bounds: bounds,
        ..HistogramDataPoint::default()
    }
}

fn nanos() -> u64 {
    #[allow(
        clippy::disallowed_methods,
        reason = "when a figure was read is no part of the record"
    )]
    let now = SystemTime::now();
    let since = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_between_its_bounds() {
        let options = prometheus::HistogramOpts::new("lanyard_x_seconds", "x");
        let histogram = prometheus::Histogram::with_opts(options.buckets(vec![1.0, 2.0]));
        let histogram = histogram.expect("well-formed");
        for seconds in [0.5, 0.6, 1.5, 9.0] {
            histogram.observe(seconds);
        }
        let families = prometheus::core::Collector::collect(&histogram);
        let Some(Data::Histogram(found)) = metric(&families[0], (1, 2)).data else {
            panic!("a histogram stays one")
        };
        assert_eq!(found.data_points[0].bucket_counts, [2, 1, 1]);
        assert_eq!(found.data_points[0].explicit_bounds, [1.0, 2.0]);
        assert_eq!(found.data_points[0].count, 4);
    }
}
