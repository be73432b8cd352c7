//! Which trace an event belongs to, and when the views took it in: two messages that come in either
//! order, joined by the event's id. Bounded: what is not joined soon is forgotten.

use std::collections::{HashMap, VecDeque};
use std::time::SystemTime;

use lanyard_events::EventId;
use opentelemetry::trace::SpanContext;

/// Events remembered of each kind: some seconds of the highest load of design.md 8.
const REMEMBERED: usize = 8_192;

/// From when until when the views took an event in.
pub(super) type Span = (SystemTime, SystemTime);

/// What is known of recent events.
#[derive(Debug, Default)]
pub(super) struct Joined {
    traces: Recent<SpanContext>,
    projected: Recent<Span>,
}

impl Joined {
    /// The event belongs to a trace; answers when the views took it in, if they have.
    pub(super) fn heard(&mut self, event: EventId, trace: SpanContext) -> Option<Span> {
        self.traces.put(event, trace);
        self.projected.known.remove(&event)
    }

    /// The views took the event in; answers its trace, if that is known.
    pub(super) fn projected(&mut self, event: EventId, span: Span) -> Option<SpanContext> {
        let trace = self.trace_of(event);
        if trace.is_none() {
            self.projected.put(event, span);
        }
        trace
    }

    pub(super) fn trace_of(&self, event: EventId) -> Option<SpanContext> {
        self.traces.known.get(&event).cloned()
    }
}

#[derive(Debug)]
struct Recent<T> {
    known: HashMap<EventId, T>,
    order: VecDeque<EventId>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<T> Recent<T> {
    fn put(&mut self, event: EventId, value: T) {
        if self.known.insert(event, value).is_none() {
            self.order.push_back(event);
        }
        while self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.known.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn event(n: u128) -> EventId {
        EventId::new(uuid::Uuid::from_u128(n))
    }

    fn span(seconds: u64) -> Span {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        (at, at)
    }

    #[test]
    fn the_two_are_joined_in_either_order_and_once() {
        let mut joined = Joined::default();
        assert_eq!(joined.heard(event(1), SpanContext::NONE), None);
        assert_eq!(joined.projected(event(1), span(1)), Some(SpanContext::NONE));
        assert_eq!(joined.projected(event(2), span(2)), None);
        assert_eq!(joined.heard(event(2), SpanContext::NONE), Some(span(2)));
        assert_eq!(joined.heard(event(2), SpanContext::NONE), None);
    }

    #[test]
    fn what_is_never_joined_is_forgotten() {
        let mut joined = Joined::default();
        for n in 0..3 * REMEMBERED as u128 {
            joined.projected(event(n), span(1));
        }
        assert_eq!(joined.projected.known.len(), REMEMBERED);
        assert_eq!(joined.heard(event(0), SpanContext::NONE), None);
    }
}
