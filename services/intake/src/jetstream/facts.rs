//! Facts for other systems: out on subjects of their own, kept for a while by a stream.
//!
//! At least once, in the order given. The server knows a repeat by its message id for as long as
//! the stream's window of duplicates; receivers by the id in the message for ever.

use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::message::PublishMessage;

use super::TRACE_HEADER;
use super::connect::Connection;

/// Messages on their way at once. Their order is that of the connection.
const UNDER_WAY: usize = 64;

/// A fact, ready to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The end of its subject: `<academy>.<aggregate>.<event>`.
    pub subject: String,
    /// Names the event: the same at every repeat.
    pub id: String,
    /// What the message is.
    pub content_type: &'static str,
    /// The message.
    pub body: Vec<u8>,
    /// W3C trace context of whatever caused it, if that is known.
    pub traceparent: Option<String>,
}

/// What the server said to some facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    /// Written down.
    pub all: usize,
    /// Of these, so many were there already.
    pub repeated: usize,
}

/// Why facts were not sent; those before the failure were.
#[derive(Debug, thiserror::Error)]
#[error("facts could not be handed to NATS")]
pub struct NotSent {
    /// So many from the beginning are safe.
    pub sent: Sent,
    #[source]
    source: async_nats::Error,
}

impl Connection {
    /// Sends facts; returns once NATS has written down each.
    ///
    /// # Errors
    /// NATS is away, or refuses. What was sent before is said; sending it again does no harm.
    pub async fn tell(&self, facts: &[Outgoing]) -> Result<Sent, NotSent> {
        let mut sent = Sent::default();
        for some in facts.chunks(UNDER_WAY) {
            let mut under_way = Vec::with_capacity(some.len());
            for fact in some {
                match self.hand_over(fact).await {
                    Ok(written) => under_way.push(written),
                    Err(source) => return Err(NotSent { sent, source }),
                }
            }
            for written in under_way {
                match written.await {
                    Ok(written) => {
                        sent.all += 1;
                        sent.repeated += usize::from(written.duplicate);
                    }
                    Err(error) => {
                        let source = error.into();
                        return Err(NotSent { sent, source });
                    }
                }
            }
        }
        Ok(sent)
    }

    async fn hand_over(&self, fact: &Outgoing) -> Result<PublishAckFuture, async_nats::Error> {
        let message = PublishMessage::build()
            .payload(fact.body.clone().into())
            .message_id(&fact.id)
            .header("Content-Type", fact.content_type);
        let message = match &fact.traceparent {
            Some(trace) => message.header(TRACE_HEADER, trace.as_str()),
            None => message,
        };
        let subject = self.names.facts_subject(&fact.subject);
        Ok(self.context.send_publish(subject, message).await?)
    }
}
