//! Logs and traces: text or JSON on standard error; OTLP only where an endpoint is set.
//!
//! Neither ever holds personal data: ids of routes and positions only.

use anyhow::Context;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::Settings;

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
        .map(exporter)
        .transpose()?;
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("lanyard")));
    tracing_subscriber::registry()
        .with(traces)
        .with(lines)
        .with(filter)
        .try_init()
        .context("logging was started twice")?;
    Ok(Telemetry(provider))
}

fn exporter(endpoint: &str) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .with_context(|| format!("LANYARD_OTLP_ENDPOINT: {endpoint} cannot be used"))?;
    let resource = opentelemetry_sdk::Resource::builder()
        .with_service_name("lanyard")
        .build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource)
        .build())
}
