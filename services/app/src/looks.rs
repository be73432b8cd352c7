//! Every look is recorded before content leaves (domain.md 1 rule 3, design.md 5).
//!
//! Requests hand their record to one task, which proposes whatever came within 2 ms as one command to
//! this process's own access stream, and answers all when it is durable. Proposals begin 2 ms apart at
//! least: a look that comes alone does not wait for others. One proposal is in flight at a time, so the
//! stream needs no other order.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::access::{AccessEvent, AccessLooked, LookResult};
use lanyard_events::{AccessStreamId, Actor, Envelope, Event, EventType, Revision, StreamId};
use lanyard_intake::{Answer, Intake, NewKey, Proposal};
use lanyard_vault::{OwnerKey, Vault};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::command_id;
use crate::error::AppError;
use crate::ports::{Clock, Randomness, event_id, uuid_at};
use crate::submit::EXPIRES_MILLIS;

/// Looks of so long share a commit (design.md 5).
const COLLECT: Duration = Duration::from_millis(2);
/// Records in one proposal; more wait for the next.
const BATCH: usize = 512;

/// One record on its way.
struct Look {
    actor: Actor,
    payload: AccessLooked,
    recorded: oneshot::Sender<bool>,
}

/// Hands looks to the writer.
pub(crate) struct Looks {
    sender: mpsc::Sender<Look>,
}

impl Looks {
    /// Starts the writer on the current runtime.
    pub(crate) fn start(
        intake: Arc<dyn Intake>,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(4 * BATCH);
        let writer = Writer {
            intake,
            vault,
            clock,
            randomness,
            stream: None,
        };
        tokio::spawn(writer.run(receiver));
        Self { sender }
    }

    /// Records a look; returns once it is durable.
    ///
    /// # Errors
    /// `Unavailable` when it could not be recorded: nothing may be shown then.
    pub(crate) async fn record(
        &self,
        actor: Actor,
        streams: Vec<StreamId>,
        result: LookResult,
        route: &'static str,
    ) -> Result<(), AppError> {
        let (recorded, answer) = oneshot::channel();
        let payload = AccessLooked {
            streams,
            result,
            route: route.to_owned(),
        };
        self.sender
            .send(Look {
                actor,
                payload,
                recorded,
            })
            .await
            .map_err(|_| AppError::Unavailable)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(AppError::Unavailable),
        }
    }
}

/// Where the process's access stream has got to.
struct OwnStream {
    stream: StreamId,
    owner: OwnerKey,
    /// The wrapped key, until the first proposal has taken it along.
    new_key: Option<NewKey>,
    revision: Option<Revision>,
    prev: Option<[u8; 32]>,
}

struct Writer {
    intake: Arc<dyn Intake>,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    stream: Option<OwnStream>,
}

impl Writer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Look>) {
        let mut collected_until = Instant::now();
        while let Some(first) = receiver.recv().await {
            let mut looks = vec![first];
            // Only while one is due so soon after the last: a timer rings up to a millisecond late.
            while looks.len() < BATCH && Instant::now() < collected_until {
                match tokio::time::timeout_at(collected_until, receiver.recv()).await {
                    Ok(Some(look)) => looks.push(look),
                    Ok(None) | Err(_) => break,
                }
            }
            while looks.len() < BATCH
                && let Ok(look) = receiver.try_recv()
            {
                looks.push(look);
            }
            collected_until = Instant::now() + COLLECT;
            let recorded = self.write(&looks).await;
            for look in looks {
                // A requester that has gone away needs no answer; its look is recorded all the same.
                let _gone = look.recorded.send(recorded);
            }
        }
    }

    /// Proposes the batch. Whatever goes wrong, the stream is left for a new one: nobody has to
    /// find out how far the old one got.
    async fn write(&mut self, looks: &[Look]) -> bool {
        let mut own = match self.stream.take() {
            Some(own) => own,
            None => self.new_stream(),
        };
        let proposal = self.propose(&mut own, looks);
        let submitted = self.intake.submit(proposal).await;
        if let Ok(Answer::Recorded { revision, .. }) = submitted {
            own.revision = Some(revision);
            own.new_key = None;
            self.stream = Some(own);
            return true;
        }
        false
    }

    fn new_stream(&self) -> OwnStream {
        let uuid = uuid_at(self.clock.now(), self.randomness.as_ref());
        let stream = AccessStreamId::new(uuid).stream();
        let (owner, wrapped) = self.vault.draw_owner_key(stream);
        OwnStream {
            stream,
            owner,
            new_key: Some(NewKey {
                key_id: wrapped.key_id,
                bytes: wrapped.bytes,
            }),
            revision: None,
            prev: None,
        }
    }

    fn propose(&self, own: &mut OwnStream, looks: &[Look]) -> Proposal {
        let at = self.clock.now();
        let mut revision = Revision::after(own.revision);
        let mut events = Vec::with_capacity(looks.len());
        for look in looks {
            let event = Event::Access(AccessEvent::Looked(look.payload.clone()));
            let kind = event.kind();
            let envelope = Envelope {
                id: event_id(at, self.randomness.as_ref()),
                stream: own.stream,
                revision,
                event_type: EventType::known(kind.event_type),
                schema_version: kind.version,
                academy: None,
                actor: look.actor,
                occurred_at: at,
                proposed_at: at,
                causation: None,
                correlation: None,
                prev: own.prev,
            };
            let formed = self.vault.form(&own.owner, envelope, &event);
            own.prev = Some(formed.digest);
            revision = revision.next();
            events.push(formed.sealed);
        }
        Proposal {
            stream: own.stream,
            expected: own.revision,
            // A batch of looks is never repeated.
            command: command_id::drawn(at, self.randomness.as_ref()),
            content: [0; 32],
            note: Vec::new(),
            expires_at: Some(lanyard_events::At::from_millis(
                at.millis() + EXPIRES_MILLIS,
            )),
            events,
            new_key: own.new_key.clone(),
        }
    }
}
