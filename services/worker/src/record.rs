//! The recorder: takes proposals in batches, keeps their keys, appends, answers.
//!
//! The order of the durable steps (design.md 1.3, 4):
//! 1. the wrapped owner keys of new streams, in one transaction of the vault;
//! 2. the events, boxes and command ids, in one transaction of the store;
//! 3. the answer.
//!
//! A crash after 1 leaves keys without streams, which harm nobody: each draw has its own key id. A
//! crash after 2 leaves an event whose sender has no answer: a repeat of the command finds it.

use std::sync::Arc;

use lanyard_intake::{Answer, Deliveries, Delivery, Proposal, Reason};
use lanyard_journal::{Append, Journal, JournalError, Outcome, Refused};
use lanyard_vault::{Vault, WrappedKey};

/// Proposals taken at once. The store's writer commits whatever has come in; more than this does not
/// make a commit cheaper.
const BATCH: usize = 512;

/// Runs until the intake is closed and empty.
pub async fn record(mut deliveries: Deliveries, vault: Arc<Vault>, journal: Arc<dyn Journal>) {
    while let Some(batch) = deliveries.next_batch(BATCH).await {
        let batch = keep_keys(batch, &vault).await;
        for delivery in batch {
            let Delivery { proposal, reply } = delivery;
            let journal = Arc::clone(&journal);
            // Each waits for its commit by itself, so that the next batch's keys are kept meanwhile
            // and the store's writer finds as many as possible to commit at once. Their order does
            // not matter: no proposal is decided on an unrecorded one.
            tokio::spawn(async move {
                if let Some(answer) = append(journal, proposal).await {
                    reply.send(answer);
                }
            });
        }
    }
}

/// Step 1. Proposals whose keys could not be kept are answered here.
async fn keep_keys(mut batch: Vec<Delivery>, vault: &Arc<Vault>) -> Vec<Delivery> {
    let keys: Vec<WrappedKey> = batch
        .iter_mut()
        .filter_map(|delivery| {
            let key = delivery.proposal.new_key.take()?;
            Some(WrappedKey {
                stream: delivery.proposal.stream,
                key_id: key.key_id,
                bytes: key.bytes,
            })
        })
        .collect();
    if keys.is_empty() {
        return batch;
    }
    let with_keys: Vec<_> = keys.iter().map(|key| key.stream).collect();
    let vault = Arc::clone(vault);
    let kept = tokio::task::spawn_blocking(move || vault.store(&keys)).await;
    if matches!(kept, Ok(Ok(()))) {
        return batch;
    }
    tracing::error!("the vault could not keep the keys of new streams; they were not recorded");
    let (refused, rest): (Vec<_>, Vec<_>) = batch
        .into_iter()
        .partition(|delivery| with_keys.contains(&delivery.proposal.stream));
    for delivery in refused {
        delivery.reply.send(Answer::Failed);
    }
    rest
}

/// Step 2. No answer where nobody can know: whoever proposed asks the store for the command then.
async fn append(journal: Arc<dyn Journal>, proposal: Proposal) -> Option<Answer> {
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
        Ok(outcome) => Some(answer(outcome)),
        Err(error) => failed(&error),
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

fn failed(error: &JournalError) -> Option<Answer> {
    tracing::error!(%error, "the store did not record a proposal");
    match error {
        JournalError::InDoubt { .. } => None,
        JournalError::Unavailable { .. }
        | JournalError::Corrupt { .. }
        | JournalError::InUse
        | JournalError::Closed
        | JournalError::Malformed(_) => Some(Answer::Failed),
    }
}
