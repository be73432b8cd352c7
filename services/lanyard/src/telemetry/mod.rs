//! Logs, traces and metrics: text or JSON on standard error; OTLP only where an endpoint is set.
//!
//! None ever holds personal data (docs/logging.md): spans are named by route templates, and have
//! counts and codes.

mod joined;
mod push;
mod traces;

use std::sync::OnceLock;

use anyhow::Context;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::Settings;

pub use push::push;
pub use traces::{Traces, current};

/// Set once, where an endpoint is: logging is of the whole process, and so are traces.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// Keeps the exporter of traces alive; sends what is left when dropped.
pub struct Telemetry(Option<SdkTracerProvider>);

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // The process is ending: a collector that does not answer any more is no news.
            let _unsent = provider.shutdown();
        }
    }
}

/// Starts logging, and traces where an endpoint is set. Call it inside the runtime.
pub fn start(settings: &Settings) -> anyhow::Result<Telemetry> {
    let filter = EnvFilter::try_new(&settings.log)
        .with_context(|| format!("LANYARD_LOG: {} is not a filter", settings.log))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if settings.log_json {
        lines.json().boxed()
    } else {
        lines.boxed()
    };
    let provider = settings
        .otlp_endpoint
        .as_deref()
        .map(|endpoint| exporter(endpoint, settings))
        .transpose()?;
    let traces = provider.as_ref().map(|provider| {
        let tracer = provider.tracer("lanyard");
        let tracer = TRACER.get_or_init(|| tracer).clone();
        tracing_opentelemetry::layer()
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_tracer(tracer)
            // Ours only: what libraries put into their spans nobody here has looked at.
            .with_filter(Targets::new().with_target("lanyard", LevelFilter::INFO))
    });
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(traces)
        .try_init()
        .context("logging was started twice")?;
    Ok(Telemetry(provider))
}

fn exporter(endpoint: &str, settings: &Settings) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .with_context(|| format!("LANYARD_OTLP_ENDPOINT: {endpoint} cannot be used"))?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource(settings))
        .build())
}

/// Which process this is. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win.
fn resource(settings: &Settings) -> Resource {
    let roles = settings.roles;
    let all = roles.api && roles.recorder && roles.worker;
    let name = if all {
        "lanyard".to_owned()
    } else {
        format!("lanyard-{}", roles.to_string().replace([',', ' '], "-"))
    };
    let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "localhost".to_owned());
    let instance = format!("{host}:{}", std::process::id());
    let mut ours = vec![
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", instance),
    ];
    if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
        ours.push(KeyValue::new("service.name", name));
    }
    Resource::builder().with_attributes(ours).build()
}
