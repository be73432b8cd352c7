//! One trace from the request through NATS and the recorder to the views of every process.
//!
//! The request's context travels with the proposal. The recorder tells all processes, on plain NATS,
//! in which trace it recorded which events; each joins that to what its own views took in. Nothing
//! of it is stored: no event knows a trace.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use lanyard_events::EventId;
use lanyard_intake::jetstream::{Connection, Traced};
use lanyard_worker::Watch;
use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{Span as _, SpanContext, SpanKind, TraceContextExt, Tracer};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracer;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::TRACER;
use super::joined::Joined;

/// The header's name, which the propagator looks for.
const TRACEPARENT: &str = "traceparent";

/// Follows traces through this process.
pub struct Traces {
    tracer: SdkTracer,
    nats: Option<Connection>,
    joined: Mutex<Joined>,
}

/// The W3C trace context of the current span; none where traces are off.
#[must_use]
pub fn current() -> Option<String> {
    TRACER.get()?;
    traceparent(&context_of(&Span::current()))
}

impl Traces {
    /// Whoever watches the loops: nobody, where traces are off.
    #[must_use]
    pub fn watching(nats: Option<Connection>) -> Arc<dyn Watch> {
        let Some(tracer) = TRACER.get() else {
            return Arc::new(());
        };
        let traces = Arc::new(Self {
            tracer: tracer.clone(),
            nats,
            joined: Mutex::default(),
        });
        traces.listen();
        traces
    }

    fn listen(self: &Arc<Self>) {
        let Some(nats) = &self.nats else { return };
        let mut told = nats.follow_traces();
        let traces = Arc::clone(self);
        tokio::spawn(async move {
            while let Some(traced) = told.recv().await {
                traces.heard(&traced);
            }
        });
    }

    fn heard(&self, traced: &Traced) {
        let context = parse(&traced.traceparent);
        let trace = context.span().span_context().clone();
        if !trace.is_valid() {
            return;
        }
        for event in &traced.events {
            let span = self.joined().heard(*event, trace.clone());
            if let Some(span) = span {
                self.tell_projected(&trace, span);
            }
        }
    }

    /// A span that is over already: whose it is was heard only now, or only when it was over.
    fn tell_projected(&self, trace: &SpanContext, (began, ended): (SystemTime, SystemTime)) {
        let parent = Context::new().with_remote_span_context(trace.clone());
        let builder = self
            .tracer
            .span_builder("project")
            .with_kind(SpanKind::Consumer)
            .with_start_time(began);
        let mut span = self.tracer.build_with_context(builder, &parent);
        span.end_with_timestamp(ended);
    }

    /// Whole whatever becomes of its holder.
    fn joined(&self) -> MutexGuard<'_, Joined> {
        self.joined.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Traces {
    fn joins(&self, span: &Span, traceparent: &str) {
        // A span that nobody follows cannot have a parent, and needs none.
        let _unfollowed = span.set_parent(parse(traceparent));
    }

    fn recorded(&self, span: &Span, events: &[EventId]) {
        let Some(traceparent) = traceparent(&context_of(span)) else {
            return;
        };
        let traced = Traced {
            traceparent,
            events: events.to_vec(),
        };
        match &self.nats {
            // This process hears of it as all others do.
            Some(nats) => {
                let nats = nats.clone();
                tokio::spawn(async move { nats.trace(traced).await });
            }
            None => self.heard(&traced),
        }
    }

    fn projected(&self, events: &[EventId], took: Duration) {
        #[allow(
            clippy::disallowed_methods,
            reason = "when a span ended is no part of the record"
        )]
        let ended = SystemTime::now();
        let span = (ended.checked_sub(took).unwrap_or(ended), ended);
        for event in events {
            let trace = self.joined().projected(*event, span);
            if let Some(trace) = trace {
                self.tell_projected(&trace, span);
            }
        }
    }

    fn trace_of(&self, event: EventId) -> Option<String> {
        traceparent(&self.joined().trace_of(event)?)
    }
}

fn context_of(span: &Span) -> SpanContext {
    span.context().span().span_context().clone()
}

fn traceparent(context: &SpanContext) -> Option<String> {
    context.is_valid().then(|| {
        format!(
            "00-{}-{}-{:02x}",
            context.trace_id(),
            context.span_id(),
            context.trace_flags().to_u8()
        )
    })
}

fn parse(traceparent: &str) -> Context {
    let carrier = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
    TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier)
}
