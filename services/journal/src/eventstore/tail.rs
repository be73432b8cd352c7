//! The live tail: a catch-up subscription to all streams, taken up again for ever.
//!
//! The library's own retrying is not used: it ends with the client's task, and it begins again at
//! the last event instead of the last checkpoint, behind everything that was filtered out.

use std::sync::Arc;
use std::time::Duration;

use eventstore::{
    Client, Error, StreamPosition, SubscribeToAllOptions, SubscriptionEvent, SubscriptionFilter,
};
use lanyard_events::Position;
use tokio::sync::watch;

use super::append::raise;
use super::connection::Connection;
use super::names::Names;
use super::reads::place64;

/// Wait before the first new attempt; doubled after each that brought nothing.
const PAUSE: Duration = Duration::from_millis(40);
/// The longest wait: recovery is to be noticed within seconds (issue 3, "Numbers").
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Follows the store from a position on and keeps the head at its newest event. Does not end.
pub(super) async fn follow(
    connection: Arc<Connection>,
    names: Names,
    head: watch::Sender<Position>,
) {
    let mut from = place64(*head.borrow());
    let mut pause = PAUSE;
    loop {
        let (client, number) = connection.client();
        let before = from;
        let error = until_dropped(&client, &names, &head, &mut from).await;
        connection.failed(number, &error);
        pause = if from == before {
            (pause * 2).min(LONGEST_PAUSE)
        } else {
            PAUSE
        };
        tracing::warn!(%error, "the tail of the event store ended and is taken up again");
        tokio::time::sleep(pause).await;
    }
}

/// One subscription to its end; `from` moves with every event and every checkpoint.
async fn until_dropped(
    client: &Client,
    names: &Names,
    head: &watch::Sender<Position>,
    from: &mut StreamPosition<eventstore::Position>,
) -> Error {
    let filter = SubscriptionFilter::on_stream_name().add_prefix(names.prefix());
    let options = SubscribeToAllOptions::default()
        .position(*from)
        .filter(filter)
        .requires_leader(true);
    let mut subscription = client.subscribe_to_all(&options).await;
    loop {
        match subscription.next_subscription_event().await {
            Ok(SubscriptionEvent::EventAppeared(appeared)) => {
                let position = appeared.get_original_event().position;
                *from = StreamPosition::Position(position);
                raise(head, Position(position.commit));
            }
            Ok(SubscriptionEvent::Checkpoint(position)) => {
                *from = StreamPosition::Position(position);
            }
            Ok(
                SubscriptionEvent::Confirmed(_)
                | SubscriptionEvent::FirstStreamPosition(_)
                | SubscriptionEvent::LastStreamPosition(_)
                | SubscriptionEvent::LastAllPosition(_)
                | SubscriptionEvent::CaughtUp
                | SubscriptionEvent::FellBehind,
            ) => {}
            Err(error) => return error,
        }
    }
}
