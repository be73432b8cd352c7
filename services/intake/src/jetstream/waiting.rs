//! How much waits, for monitoring.

use async_nats::jetstream::consumer::PullConsumer;

use super::connect::Connection;
use super::names::RECORDER;

/// What NATS keeps of the intake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Proposals that no recorder has settled.
    pub proposals: u64,
    /// Messages that could not be read.
    pub parked: u64,
}

impl Connection {
    /// Asks NATS what waits.
    ///
    /// # Errors
    /// NATS is away.
    pub async fn waiting(&self) -> Result<Waiting, async_nats::Error> {
        let consumer: PullConsumer = self
            .context
            .get_consumer_from_stream(RECORDER, self.names.intake())
            .await?;
        let recorder = consumer.cached_info();
        let parked = self.context.get_stream(self.names.parked()).await?;
        Ok(Waiting {
            proposals: recorder.num_pending + recorder.num_ack_pending as u64,
            parked: parked.cached_info().state.messages,
        })
    }
}
