//! Which log the record is of, and going on as another one after a loss.

use lanyard_domain::staff::{Staff, State as StaffState};
use lanyard_domain::trust::{Orderer, ReopenLog, Trust};
use lanyard_events::{Position, StaffId, StreamId, StreamKind};

use crate::app::App;
use crate::change::Precondition;
use crate::context::Done;
use crate::error::AppError;

/// Events read at once, when looking for the beginning of the trust: it is among the first.
const BATCH: u32 = 256;

/// What is known of a loss.
#[derive(Debug, Clone)]
pub struct Loss {
    /// Origin of the log from here on.
    pub origin: String,
    /// Leaves under the last checkpoint known of the log until now.
    pub last_size: u64,
    /// Its root, hexadecimal.
    pub last_root: String,
    /// Leaves of it that are in the record.
    pub kept: u64,
    /// The two who order it.
    pub people: [StaffId; 2],
}

impl App {
    /// Origin of the log that the record is of; none before a trust was established.
    ///
    /// # Errors
    /// The store or the vault fails.
    pub async fn origin_of_record(&self) -> Result<Option<String>, AppError> {
        let Some(trust) = self.trust_stream().await? else {
            return Ok(None);
        };
        let state = self.load::<Trust>(trust).await?.state;
        Ok(state.profile().map(|it| it.origin().to_owned()))
    }

    /// Goes on as another log. The caller has checked that whoever runs this runs the server, and that
    /// the record is all that is left.
    ///
    /// # Errors
    /// A refusal (two seniors of the trust are needed), `NotRecorded`, `OutcomeUnknown`.
    pub async fn reopen_log(&self, loss: Loss) -> Result<Done, AppError> {
        let trust = self.trust_stream().await?.ok_or(AppError::NotShown)?;
        let [ordered_by, second] = loss.people;
        let ordered_by = self.orderer(ordered_by).await?;
        let second = self.orderer(second).await?;
        let context = self.set_up();
        self.change::<Trust>(&context, trust, Precondition::Free, |_, _| {
            Ok(ReopenLog {
                origin: loss.origin.clone(),
                last_size: loss.last_size,
                last_root: loss.last_root.clone(),
                kept: loss.kept,
                ordered_by,
                second,
            }
            .into())
        })
        .await
    }

    async fn orderer(&self, staff: StaffId) -> Result<Orderer, AppError> {
        let is_senior = match self.load::<Staff>(staff.stream()).await?.state {
            StaffState::Employed(member) => member
                .roles
                .iter()
                .any(|held| held.role.is_senior() && held.role.is_trust_wide()),
            StaffState::Absent | StaffState::Left(..) | StaffState::Erased => false,
        };
        Ok(Orderer { staff, is_senior })
    }

    pub(super) async fn trust_stream(&self) -> Result<Option<StreamId>, AppError> {
        let mut after = Position(0);
        loop {
            let batch = self.parts.journal.read_all(after, BATCH).await?;
            let Some(last) = batch.last() else {
                return Ok(None);
            };
            after = last.position;
            let streams = batch.iter().map(|it| it.event.envelope.stream);
            if let Some(trust) = { streams }.find(|it| it.kind == StreamKind::Trust) {
                return Ok(Some(trust));
            }
        }
    }
}
