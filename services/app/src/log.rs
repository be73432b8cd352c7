//! Receipts, proofs and the public log.

use std::time::Duration;

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_events::{EventId, Position, Recorded, StreamId, StreamKind};
use lanyard_evidence::leaf::Leaf;
use lanyard_evidence::{Hash, LeafIndex, TreeSize};

use crate::address::Asked;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// A receipt follows its event within 250 ms (design.md 8); a slow disk gets longer.
const SIGNED: Duration = Duration::from_secs(2);

impl App {
    /// The receipt of an event: a `.tlog-proof` without personal data.
    ///
    /// # Errors
    /// `NotShown` for an event that the caller may not see or that does not exist, `Behind` while no
    /// checkpoint covers it.
    pub async fn receipt(&self, context: &Context, event: EventId) -> Result<String, AppError> {
        self.proof(context, event, Action::ReadReceipt).await
    }

    /// The proof of an event for whoever may read its content.
    ///
    /// # Errors
    /// As `receipt`.
    pub async fn log_proof(&self, context: &Context, event: EventId) -> Result<String, AppError> {
        self.proof(context, event, Action::ReadLogProof).await
    }

    async fn proof(
        &self,
        context: &Context,
        event: EventId,
        action: Action,
    ) -> Result<String, AppError> {
        let found = self.parts.journal.find(event).await?;
        // An event that does not exist is decided on like one of a stream that does not exist.
        let nowhere = StreamId::new(StreamKind::Concern, event.uuid());
        let stream = found
            .as_ref()
            .map_or(nowhere, |recorded| recorded.event.envelope.stream);
        let asked = Asked {
            wanted: action,
            read: action,
            status: action,
        };
        self.address(context, stream, asked).await?;
        self.proof_of(&found.ok_or(AppError::NotShown)?).await
    }

    /// The receipt of a report without log-in, for whoever has its secret: under the public checkpoint, from the night
    /// on. None before it, for the size of an inner one counts events: anybody can report again and again, and would
    /// count what is recorded all day (design.md 3; ADR 16).
    pub(crate) fn public_receipt(&self, recorded: &Recorded) -> Result<Option<String>, AppError> {
        let ledger = &self.parts.ledger;
        match ledger.index_of(recorded.position)? {
            Some(index) => Ok(ledger.public_receipt(index, &leaf_of(recorded))?),
            None => Ok(None),
        }
    }

    async fn proof_of(&self, recorded: &Recorded) -> Result<String, AppError> {
        let index = self.signed_index(recorded.position).await?;
        let receipt = { &self.parts.ledger }.receipt(index, &leaf_of(recorded))?;
        receipt.ok_or(AppError::Behind)
    }

    /// The leaf of an event, once a checkpoint covers it.
    pub(crate) async fn signed_index(&self, position: Position) -> Result<LeafIndex, AppError> {
        let mut signed = self.parts.ledger.watch();
        let covered = async {
            loop {
                let size = *signed.borrow_and_update();
                let index = self.parts.ledger.index_of(position)?;
                if let Some(index) = index.filter(|index| size > TreeSize(index.0)) {
                    return Ok(index);
                }
                signed.changed().await.map_err(|_| AppError::Behind)?;
            }
        };
        let covered = tokio::time::timeout(SIGNED, covered).await;
        covered.unwrap_or(Err(AppError::Behind))
    }

    /// The newest public checkpoint, for anyone.
    #[must_use]
    pub fn log_checkpoint(&self) -> Option<String> {
        self.parts.ledger.outside_checkpoint()
    }

    /// A public hash tile, for anyone; never beyond the public checkpoint.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn log_tile(&self, path: &str) -> Result<Option<Vec<u8>>, AppError> {
        if path.starts_with("tile/entries/") {
            return Ok(None);
        }
        Ok(self.parts.ledger.public_file(path)?)
    }

    /// A public tile of entries: for the auditor, since a leaf shows its minute.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub fn log_entries_tile(
        &self,
        context: &Context,
        path: &str,
    ) -> Result<Option<Vec<u8>>, AppError> {
        self.permit(
            context,
            Action::ReadLogEntries,
            &Resource::new(ResourceKind::Log),
        )?;
        Ok(self.parts.ledger.public_file(path)?)
    }

    /// The newest inner checkpoint: its size counts events, so it is for the auditor; others have
    /// theirs within their receipts.
    ///
    /// # Errors
    /// `Forbidden` for anybody else.
    pub fn inner_checkpoint(&self, context: &Context) -> Result<Option<String>, AppError> {
        self.permit(
            context,
            Action::ReadLogEntries,
            &Resource::new(ResourceKind::Log),
        )?;
        Ok(self.parts.ledger.inner_checkpoint())
    }
}

fn leaf_of(recorded: &Recorded) -> Leaf {
    Leaf {
        digest: Hash(lanyard_vault::digest_of(&recorded.event)),
        recorded_minute: recorded.recorded_minute,
        not_before: Hash(recorded.not_before),
    }
}
