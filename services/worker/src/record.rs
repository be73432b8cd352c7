//! The recorder: takes proposals in batches, keeps their keys, appends, answers.
//!
//! The order of the durable steps (design.md 1.3, 4):
//! 1. the wrapped owner keys of new streams, in one transaction of the vault;
//! 2. the events, boxes and command ids, in one transaction of the store;
//! 3. the answer.
//!
//! A crash after 1 leaves keys without streams, which harm nobody: each draw has its own key id. A
//! crash after 2 leaves an event whose sender has no answer: a repeat of the command finds it, and so
//! does the proposal itself when JetStream brings it again.
//!
//! A store or vault that is away is no answer where the proposal is kept (`Reply::postpone`), and a
//! commit in doubt is none anywhere: the delivery is dropped.

use std::sync::Arc;

use lanyard_intake::{Answer, Deliveries, Delivery, Proposal, Reason, Reply};
use lanyard_journal::{Append, Journal, JournalError, Outcome, Refused};
use lanyard_vault::{KeyVaultError, Vault, VaultError, WrappedKey};
use tokio::sync::mpsc;
use tracing::{Instrument, Span};

use crate::watch::Watch;

/// Proposals taken at once. The store's writer commits whatever has come in; more than this does not
/// make a commit cheaper.
const BATCH: usize = 512;

/// Runs until the intake is closed and empty.
pub async fn record(
    mut deliveries: impl Deliveries,
    vault: Arc<Vault>,
    journal: Arc<dyn Journal>,
    watch: Arc<dyn Watch>,
) {
    let (keyed, waiting) = mpsc::channel(BATCH);
    let keeping = tokio::spawn(keep(
        waiting,
        vault,
        Arc::clone(&journal),
        Arc::clone(&watch),
    ));
    while let Some(batch) = deliveries.next_batch(BATCH).await {
        for delivery in batch {
            // Most proposals, and every look, bring no key: they do not wait for those that do. The
            // order does not matter: no proposal is decided on an unrecorded one.
            if delivery.proposal.new_key.is_none() {
                go_on(delivery, &journal, &watch);
            } else if keyed.send(delivery).await.is_err() {
                tracing::error!("the keys of new streams are kept no more; they are not recorded");
            }
        }
    }
    drop(keyed);
    // Only a panic ends it otherwise, and that has been said.
    let _ended = keeping.await;
}

/// Keeps keys, as many at once as have come in, and lets their proposals go on.
async fn keep(
    mut waiting: mpsc::Receiver<Delivery>,
    vault: Arc<Vault>,
    journal: Arc<dyn Journal>,
    watch: Arc<dyn Watch>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        for delivery in keep_keys(std::mem::take(&mut batch), &vault).await {
            go_on(delivery, &journal, &watch);
        }
    }
}

/// Each waits for its commit by itself, so that the store's writer finds as many as possible to commit
/// at once.
fn go_on(delivery: Delivery, journal: &Arc<dyn Journal>, watch: &Arc<dyn Watch>) {
    let Delivery {
        proposal,
        reply,
        traceparent,
    } = delivery;
    let span = traceparent.map_or_else(Span::none, |traceparent| {
        let span = tracing::info_span!("record", otel.kind = "consumer");
        watch.joins(&span, &traceparent);
        span
    });
    let (journal, watch) = (Arc::clone(journal), Arc::clone(watch));
    let recording = async move { append(journal, proposal, reply, watch).await };
    tokio::spawn(recording.instrument(span));
}

/// Step 1. Proposals whose keys could not be kept end here.
async fn keep_keys(batch: Vec<Delivery>, vault: &Arc<Vault>) -> Vec<Delivery> {
    let Err(error) = store(vault, keys_of(&batch)).await else {
        return batch;
    };
    let away = matches!(error, VaultError::Store(_));
    let mut kept = Vec::with_capacity(batch.len());
    for delivery in batch {
        let keys = keys_of(std::slice::from_ref(&delivery));
        let alone = match (keys.is_empty(), away) {
            (true, _) => Ok(()),
            (false, true) => Err(error.clone()),
            // One bad key must not hold up the others, however often it comes again.
            (false, false) => store(vault, keys).await,
        };
        match alone {
            Ok(()) => kept.push(delivery),
            Err(error) => unkept(&error, delivery.reply),
        }
    }
    kept
}

fn unkept(error: &VaultError, reply: Reply) {
    tracing::error!(%error, "the key of a new stream could not be kept; it is not recorded");
    if matches!(error, VaultError::KeyIdTaken { .. }) {
        reply.reject();
    } else {
        reply.postpone();
    }
}

fn keys_of(batch: &[Delivery]) -> Vec<WrappedKey> {
    let keyed = batch.iter().map(|delivery| &delivery.proposal);
    keyed
        .filter_map(|proposal| {
            let key = proposal.new_key.as_ref()?;
            Some(WrappedKey {
                stream: proposal.stream,
                key_id: key.key_id,
                bytes: key.bytes.clone(),
            })
        })
        .collect()
}

async fn store(vault: &Arc<Vault>, keys: Vec<WrappedKey>) -> Result<(), VaultError> {
    if keys.is_empty() {
        return Ok(());
    }
    let vault = Arc::clone(vault);
    let stored = tokio::task::spawn_blocking(move || vault.store(&keys)).await;
    stored.unwrap_or_else(|error| {
        Err(VaultError::Store(KeyVaultError::Unavailable(Arc::new(
            error,
        ))))
    })
}

/// Steps 2 and 3.
async fn append(
    journal: Arc<dyn Journal>,
    proposal: Proposal,
    reply: Reply,
    watch: Arc<dyn Watch>,
) {
    let span = Span::current();
    let events: Vec<_> = if span.is_none() {
        Vec::new()
    } else {
        proposal.events.iter().map(|it| it.envelope.id).collect()
    };
    let append = Append {
        stream: proposal.stream,
        expected: proposal.expected,
        command: proposal.command,
        content: proposal.content,
        note: proposal.note,
        expires_at: proposal.expires_at,
        events: proposal.events,
    };
    match journal.append(append).await {
        Ok(outcome) => {
            if matches!(outcome, Outcome::Recorded(_)) && !events.is_empty() {
                watch.recorded(&span, &events);
            }
            reply.send(answer(outcome));
        }
        Err(error) => failed(&error, reply),
    }
}

fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Recorded(place) => Answer::Recorded {
            first: place.first,
            last: place.last,
            revision: place.revision,
        },
        Outcome::Replayed { place, note } => Answer::Replayed {
            first: place.first,
            last: place.last,
            revision: place.revision,
            note,
        },
        Outcome::Refused(Refused::Conflict { actual }) => {
            Answer::Refused(Reason::Conflict { actual })
        }
        Outcome::Refused(Refused::Expired) => Answer::Refused(Reason::Expired),
        Outcome::Refused(Refused::CommandReused) => Answer::Refused(Reason::CommandReused),
    }
}

fn failed(error: &JournalError, reply: Reply) {
    tracing::error!(%error, "the store did not record a proposal");
    match error {
        // Nobody can know: whoever proposed asks the store for the command.
        JournalError::InDoubt { .. } => drop(reply),
        JournalError::Unavailable { .. }
        | JournalError::Corrupt { .. }
        | JournalError::InUse
        | JournalError::Closed => reply.postpone(),
        JournalError::Malformed(_) => reply.reject(),
    }
}
