//! In which trace an event was recorded: told between processes on plain NATS, kept nowhere. A
//! message that is lost costs a span, nothing else.

use async_nats::HeaderMap;
use futures_util::StreamExt;
use lanyard_events::EventId;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::TRACE_HEADER;
use super::connect::Connection;

/// Messages that wait to be looked at; more are dropped.
const WAITING: usize = 1_024;

/// Events, and the trace context of whoever recorded them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// W3C trace context.
    pub traceparent: String,
    /// What was recorded in it.
    pub events: Vec<EventId>,
}

impl Connection {
    /// Tells the other processes in which trace some events were recorded.
    pub async fn trace(&self, traced: Traced) {
        let mut headers = HeaderMap::new();
        headers.insert(TRACE_HEADER, traced.traceparent.as_str());
        let events = traced.events.iter().flat_map(|id| *id.uuid().as_bytes());
        let body: Vec<u8> = events.collect();
        let subject = self.names.traces_subject();
        let told = self
            .client
            .publish_with_headers(subject, headers, body.into());
        if let Err(error) = told.await {
            tracing::debug!(%error, "a trace was not told to the other processes");
        }
    }

    /// What the others tell, for as long as the receiver lives.
    #[must_use]
    pub fn follow_traces(&self) -> mpsc::Receiver<Traced> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let connection = self.clone();
        tokio::spawn(async move {
            let subject = connection.names.traces_subject();
            let mut told = match connection.client.subscribe(subject).await {
                Ok(told) => told,
                Err(error) => {
                    tracing::warn!(%error, "traces of other processes are not joined");
                    return;
                }
            };
            // The subscription outlives the connection: it is made again with the next one.
            while let Some(message) = told.next().await {
                let Some(traced) = read(&message) else {
                    continue;
                };
                if matches!(
                    sender.try_send(traced),
                    Err(mpsc::error::TrySendError::Closed(_))
                ) {
                    return;
                }
            }
        });
        receiver
    }
}

fn read(message: &async_nats::Message) -> Option<Traced> {
    let traceparent = message.headers.as_ref()?.get(TRACE_HEADER)?;
    let events = message.payload.chunks_exact(16);
    Some(Traced {
        traceparent: traceparent.as_str().to_owned(),
        events: events
            .filter_map(|bytes| Uuid::from_slice(bytes).ok())
            .map(EventId::new)
            .collect(),
    })
}
