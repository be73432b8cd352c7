//! What other systems are told, and how far they have been (design.md 1.7).
//!
//! Default deny, twice: the type must be in the table of facts, and the matter must be a pupil's in
//! every reading. What cannot be read is not told. A cursor is an event in a stream of its own, so
//! it goes where the record goes, and no rebuild of views can tell anything again.

use lanyard_domain::Aggregate;
use lanyard_domain::case::Case;
use lanyard_domain::concern::Concern;
use lanyard_domain::delivery::{Begin, Command, Delivery, Reach, State};
use lanyard_events::delivery::Receiver;
use lanyard_events::fact::Fact;
use lanyard_events::{Position, Recorded, StreamId, StreamKind};
use lanyard_vault::{VaultError, digest_of};

use crate::app::App;
use crate::error::AppError;
use crate::submit::{Submitted, Tip};

/// How far the receivers of facts have been told.
#[derive(Debug, Clone)]
pub struct Told {
    state: State,
    tip: Option<Tip>,
}

impl Told {
    /// Up to where; none before telling began.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        self.state.position()
    }
}

impl App {
    /// What others are told of a recorded event; none for most.
    ///
    /// # Errors
    /// Store or vault is away: to be asked again.
    pub async fn fact_of(&self, recorded: &Recorded) -> Result<Option<Fact>, AppError> {
        let Some(fact) = Fact::of(&recorded.event.envelope) else {
            return Ok(None);
        };
        let may = match self.may_be_told(fact.stream).await {
            Err(error) if is_unreadable(&error) => {
                tracing::error!(
                    %error,
                    position = recorded.position.0,
                    "a fact is withheld: its matter cannot be read"
                );
                false
            }
            other => other?,
        };
        Ok(may.then_some(fact))
    }

    /// As the matter stands now, which may be later than the event: what has become an adult's
    /// matter meanwhile is not told any more.
    async fn may_be_told(&self, stream: StreamId) -> Result<bool, AppError> {
        match stream.kind {
            StreamKind::Concern => self.is_pupils_concern(stream).await,
            StreamKind::Case => {
                let case = self.load::<Case>(stream).await?;
                let Some(record) = case.state.record() else {
                    return Ok(false);
                };
                // A case is as much as its concerns are.
                for concern in &record.concerns {
                    if !self.is_pupils_concern(concern.stream()).await? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            StreamKind::Pupil | StreamKind::Academy => Ok(true),
            StreamKind::Staff
            | StreamKind::Referral
            | StreamKind::Allegation
            | StreamKind::Evidence
            | StreamKind::Grant
            | StreamKind::Register
            | StreamKind::Conflict
            | StreamKind::Clock
            | StreamKind::Trust
            | StreamKind::Policy
            | StreamKind::Access
            | StreamKind::Filler
            | StreamKind::Seal
            | StreamKind::Snapshot
            | StreamKind::CaseLinks
            | StreamKind::Delivery => Ok(false),
        }
    }

    async fn is_pupils_concern(&self, concern: StreamId) -> Result<bool, AppError> {
        let loaded = self.load::<Concern>(concern).await?;
        Ok(loaded.state.matter().is_some_and(|it| it.may_be_told()))
    }

    /// How far others have been told.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn told(&self) -> Result<Told, AppError> {
        let stream = Receiver::Facts.delivery().stream();
        let loaded = self.load::<Delivery>(stream).await?;
        Ok(Told {
            state: loaded.state,
            tip: loaded.tip,
        })
    }

    /// Begins to tell others, from the end of the record on.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`: to be asked again, after `told`.
    pub async fn begin_telling(&self, told: &Told) -> Result<Told, AppError> {
        let begin = Begin {
            receiver: Receiver::Facts,
            after: self.head(),
        };
        self.note_told(told, begin.into()).await
    }

    /// Notes that everything up to a position has been told.
    ///
    /// # Errors
    /// `NotRecorded`, `OutcomeUnknown`: to be asked again, after `told`.
    pub async fn have_told(&self, told: &Told, position: Position) -> Result<Told, AppError> {
        self.note_told(told, Reach { position }.into()).await
    }

    async fn note_told(&self, told: &Told, command: Command) -> Result<Told, AppError> {
        let at = self.now();
        let events = Delivery::decide(&told.state, command, at)?;
        if events.is_empty() {
            return Ok(told.clone());
        }
        let stream = Receiver::Facts.delivery().stream();
        let state = events.iter().try_fold(told.state, Delivery::evolve);
        let state = state.map_err(|error| AppError::internal("what was told", error))?;
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self
            .submit_as_system(at, (stream, None), told.tip, events)
            .await?;
        let Submitted::Done(done) = submitted else {
            return Err(AppError::NotRecorded);
        };
        let newest = self.parts.journal.read_stream(stream, done.revision, 1);
        let tip = newest.await?.first().map(|recorded| Tip {
            revision: done.revision,
            digest: digest_of(&recorded.event),
        });
        Ok(Told { state, tip })
    }
}

/// Whether it is the events that cannot be read, and not the store or the vault that is away.
fn is_unreadable(error: &AppError) -> bool {
    let AppError::Internal { source, .. } = error else {
        return false;
    };
    let source = source.as_deref();
    !matches!(
        source.and_then(|source| source.downcast_ref::<VaultError>()),
        Some(VaultError::Store(_) | VaultError::KeyMissing { .. } | VaultError::WrongRootKey)
    )
}
