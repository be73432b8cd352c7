//! What whoever watches the loops is told: so that a trace can follow a concern from the request
//! through the recorder to the views, without anything of it in the record.

use std::time::Duration;

use lanyard_events::EventId;
use tracing::Span;

/// Watches. Each method does nothing unless it is written; none may wait.
pub trait Watch: Send + Sync + 'static {
    /// A proposal came with the trace context of whoever sent it; `span` is to be its child.
    fn joins(&self, _span: &Span, _traceparent: &str) {}

    /// Events were recorded within `span`.
    fn recorded(&self, _span: &Span, _events: &[EventId]) {}

    /// The views of this process have taken events in; it took so long until now.
    fn projected(&self, _events: &[EventId], _took: Duration) {}

    /// The trace context in which an event was recorded, as far as this process has heard of it.
    fn trace_of(&self, _event: EventId) -> Option<String> {
        None
    }
}

/// Nobody watches.
impl Watch for () {}
