//! An entry of a register that no unconflicted senior sees: a register of equipment is the head's alone, one of the
//! trust the trust lead's. Somebody has to decide about a conflict in it, and to keep the clocks whose roles nobody
//! else holds. So the next alternate is let in: head, trust lead, chair (domain.md 1 rules 1 and 7).
//!
//! The entry says so in an event that names a role and nothing else, and keeps it: whoever was let in sees it from
//! then on, is reminded of it, and does what a senior may.

use lanyard_domain::register::{Entry, LetIn};
use lanyard_events::{Envelope, Role, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Who is let in, in this order (domain.md 1 rule 7).
const BEYOND: [Role; 3] = [Role::Head, Role::TrustLead, Role::Chair];

impl App {
    /// Lets the next alternate in to an entry that was closed to somebody, where no other senior sees it.
    pub(super) async fn entry_lets_in(
        &self,
        envelope: &Envelope,
        cause: Cause,
        entry: StreamId,
    ) -> Result<Option<Done>, AppError> {
        if entry.kind != StreamKind::Register {
            return Ok(None);
        }
        let row = self.reader.read(|views| access_row(views, entry))?;
        if self.next_senior(&row, &[]).await?.is_some() {
            return Ok(None);
        }
        let Some((role, _)) = self.next_beyond(&row, &[]).await? else {
            tracing::error!("no unconflicted senior is left for an entry: give somebody a role");
            return Ok(None);
        };
        let loaded = self.load::<Entry>(entry).await?;
        let Some(around) = self.around_as_it_stands(entry, &loaded).await? else {
            return Ok(None);
        };
        let reaction = Reaction {
            stream: entry,
            academy: loaded.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, &format!("let in to {entry}")),
        };
        let let_in = LetIn { around, role };
        let done = self.react::<Entry>(reaction, |_, _| let_in.clone().into());
        let done = done.await?;
        // Whoever is asked next is looked for among those who see it.
        self.wait_for(done.position).await?;
        Ok(Some(done))
    }

    /// The next senior beyond those who see an entry, with the role in which they are let in.
    pub(crate) async fn next_beyond(
        &self,
        row: &AccessRow,
        besides: &[StaffId],
    ) -> Result<Option<(Role, StaffId)>, AppError> {
        let is_beyond = |role: &&Role| !row.routed_to.contains(**role);
        for role in BEYOND.iter().filter(is_beyond) {
            let holders =
                self.unconflicted_holders(*role, row.academy, &row.people, Some(row.matter));
            for next in holders.await? {
                if !besides.contains(&next) && !self.bars(next, row.stream).await? {
                    return Ok(Some((*role, next)));
                }
            }
        }
        Ok(None)
    }

    /// Whether the chair was let in to an entry: then they are reminded of it too, after all others.
    pub(crate) async fn chair_was_let_in(&self, row: &AccessRow) -> Result<bool, AppError> {
        if row.stream.kind != StreamKind::Register || !row.routed_to.contains(Role::Chair) {
            return Ok(false);
        }
        let loaded = self.load::<Entry>(row.stream).await?;
        let record = loaded.state.record();
        Ok(record.is_some_and(|record| record.let_in.contains(&Role::Chair)))
    }
}
