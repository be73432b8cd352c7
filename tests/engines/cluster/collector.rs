//! A collector of traces and metrics: the real protocol (OTLP over gRPC), kept in memory.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{
    ExportMetricsServiceRequest, ExportMetricsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::resource::v1::Resource;
use tonic::{Request, Response, Status};

/// A span as it was received.
#[derive(Debug, Clone)]
pub struct Span {
    /// `service.name` of the process.
    pub process: String,
    pub name: String,
    pub trace: Vec<u8>,
    pub id: Vec<u8>,
    pub parent: Vec<u8>,
    pub began: u64,
    pub ended: u64,
}

#[derive(Default)]
struct Received {
    spans: Vec<Span>,
    /// Metrics by process and name.
    metrics: BTreeSet<(String, String)>,
    /// Everything, as text, for whoever looks for what must not be.
    text: String,
}

/// Receives for as long as it lives.
pub struct Collector {
    received: Arc<Mutex<Received>>,
    pub endpoint: String,
    _runtime: tokio::runtime::Runtime,
}

#[derive(Clone)]
struct Receiver(Arc<Mutex<Received>>);

impl Receiver {
    fn held(&self) -> MutexGuard<'_, Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let request = request.into_inner();
        let mut received = self.held();
        received.text.push_str(&format!("{request:?}\n"));
        for of_process in request.resource_spans {
            let process = service(of_process.resource.as_ref());
            let spans = of_process.scope_spans.into_iter().flat_map(|it| it.spans);
            received.spans.extend(spans.map(|span| Span {
                process: process.clone(),
                name: span.name,
                trace: span.trace_id,
                id: span.span_id,
                parent: span.parent_span_id,
                began: span.start_time_unix_nano,
                ended: span.end_time_unix_nano,
            }));
        }
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Receiver {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        let request = request.into_inner();
        let mut received = self.held();
        received.text.push_str(&format!("{request:?}\n"));
        for of_process in request.resource_metrics {
            let process = service(of_process.resource.as_ref());
            let metrics = of_process
                .scope_metrics
                .into_iter()
                .flat_map(|it| it.metrics);
            let names = metrics.map(|metric| (process.clone(), metric.name));
            received.metrics.extend(names);
        }
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

fn service(resource: Option<&Resource>) -> String {
    let attributes = resource.map_or(&[][..], |resource| &resource.attributes);
    let name = attributes.iter().find(|it| it.key == "service.name");
    name.and_then(text_of).unwrap_or_default()
}

fn text_of(attribute: &KeyValue) -> Option<String> {
    let value = attribute.value.as_ref()?.value.as_ref()?;
    if let Value::StringValue(text) = value {
        return Some(text.clone());
    }
    Some(format!("{value:?}"))
}

impl Collector {
    /// Listens on a free port.
    pub fn start() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let receiver = Receiver(Arc::default());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let serving = tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(receiver.clone()))
            .add_service(MetricsServiceServer::new(receiver.clone()))
            .serve(address);
        runtime.spawn(async move { serving.await.unwrap() });
        Self {
            received: receiver.0,
            endpoint: format!("http://{address}"),
            _runtime: runtime,
        }
    }

    /// What a process needs in its environment to send here, soon.
    pub fn environment(&self) -> Vec<(String, String)> {
        [
            ("LANYARD_OTLP_ENDPOINT", self.endpoint.as_str()),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    fn held(&self) -> MutexGuard<'_, Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn text(&self) -> String {
        self.held().text.clone()
    }

    /// Names of metrics by process.
    pub fn metrics(&self) -> BTreeSet<(String, String)> {
        self.held().metrics.clone()
    }

    /// All spans, once these suffice.
    pub fn until(&self, suffice: impl Fn(&[Span]) -> bool) -> Vec<Span> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let spans = self.held().spans.clone();
            if suffice(&spans) {
                return spans;
            }
            assert!(
                Instant::now() < deadline,
                "the spans never came: {spans:#?}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The tree of a trace as text: process, name, start after the first, duration.
pub fn tree(spans: &[Span]) -> String {
    let first = spans.iter().map(|span| span.began).min().unwrap_or(0);
    let mut text = String::new();
    let is_root = |span: &&Span| !spans.iter().any(|other| other.id == span.parent);
    for root in spans.iter().filter(is_root) {
        branch(spans, root, (first, 0), &mut text);
    }
    text
}

fn branch(spans: &[Span], span: &Span, (first, depth): (u64, usize), text: &mut String) {
    let name = format!("{}{}", "  ".repeat(depth), span.name);
    let millis = |nanos: u64| nanos as f64 / 1e6;
    text.push_str(&format!(
        "{name:<34} {:<18} +{:>7.2} ms {:>8.2} ms\n",
        span.process,
        millis(span.began - first),
        millis(span.ended.saturating_sub(span.began)),
    ));
    let mut below: Vec<_> = spans.iter().filter(|it| it.parent == span.id).collect();
    below.sort_by_key(|span| span.began);
    for child in below {
        branch(spans, child, (first, depth + 1), text);
    }
}
