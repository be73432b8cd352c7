//! The recording end of the port: proposals come out, and each gets its answer.

use std::fmt;

use crate::port::{Answer, Answering, Proposal};

/// The end that records.
pub trait Deliveries: Send + 'static {
    /// Waits for a proposal and takes all that are there, at most `max`, in the order they came.
    /// None once closed and empty, or once nobody can propose any more.
    ///
    /// Ask only when ready to record: what is taken is worked on by nobody else for some seconds.
    fn next_batch(&mut self, max: usize) -> Answering<'_, Option<Vec<Delivery>>>;

    /// Takes nothing new from now on; what was taken is still answered. For a clean shutdown.
    fn close(&mut self);
}

impl<D: Deliveries + ?Sized> Deliveries for Box<D> {
    fn next_batch(&mut self, max: usize) -> Answering<'_, Option<Vec<Delivery>>> {
        (**self).next_batch(max)
    }

    fn close(&mut self) {
        (**self).close();
    }
}

/// A proposal that reached the recorder.
#[derive(Debug)]
pub struct Delivery {
    /// The proposal.
    pub proposal: Proposal,
    /// W3C trace context of whoever proposed, if it was given on the way.
    pub traceparent: Option<String>,
    /// Where the answer goes.
    pub reply: Reply,
}

/// What an adapter does with the end of a delivery. Dropped unused, it gives the delivery back:
/// the in-process queue tells the other end `IntakeError::NoAnswer`, JetStream brings it again.
pub(crate) trait Settle: Send {
    /// The commit is durable, or the proposal is refused for good.
    fn answer(self: Box<Self>, answer: Answer);
    /// The store is away and certainly recorded nothing.
    fn postpone(self: Box<Self>);
    /// The proposal can never be recorded as it is.
    fn reject(self: Box<Self>);
}

/// Ends one delivery, in one of four ways; the fourth is to drop it, when nobody can know whether it
/// was recorded.
pub struct Reply(Box<dyn Settle>);

impl Reply {
    pub(crate) fn new(way: impl Settle + 'static) -> Self {
        Self(Box::new(way))
    }

    /// Answers, after the commit. Whoever stopped waiting finds the command in the journal.
    pub fn send(self, answer: Answer) {
        self.0.answer(answer);
    }

    /// The store cannot be used now and certainly did not record this. JetStream brings a proposal
    /// without expiry again later, and to nobody here for a while; every other one is answered
    /// `Answer::Failed`.
    pub fn postpone(self) {
        self.0.postpone();
    }

    /// The proposal is malformed: nothing can ever record it. It is answered `Answer::Failed`;
    /// JetStream keeps a copy among what is parked.
    pub fn reject(self) {
        self.0.reject();
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reply")
    }
}
