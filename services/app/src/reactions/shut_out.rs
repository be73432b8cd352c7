//! What comes out of a matter is closed to everybody to whom the matter is (domain.md 1 rule 1). A
//! child's case names no adult, so nothing in it would keep the adult out, nor whoever is close to
//! them; a matter opened from a concern knows nothing of whom the concern was closed to by hand.
//!
//! It is written into their conflict streams before the new matter begins: a crash between hides too
//! much, never too little (design.md 5, "Conflicts").

use std::collections::BTreeSet;

use lanyard_domain::conflict::{AddMatter, Conflict, MatterStanding};
use lanyard_events::{AcademyId, Envelope, LinkedPerson, Role, Sensitive, StaffId, StreamId};
use lanyard_projections::{conflict_reviews, directory};

use crate::app::App;
use crate::caller::key_of;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Why a matter is closed to somebody to whom another one is.
pub(super) const REASON: &str = "Closed with the matter that it comes out of.";

/// What is closed, and from what that follows.
pub(super) struct ShutOut<'a> {
    /// What is to be closed.
    pub(super) matter: StreamId,
    /// The roles whose holders would see it.
    pub(super) routed_to: &'a [Role],
    /// The people of the matter that it comes out of.
    pub(super) people: &'a [LinkedPerson],
    /// That matter, and what that comes out of.
    pub(super) origins: &'a [StreamId],
    /// Whether it stays open to whom it was closed before and lifted since. Not where it has come to be part of
    /// something else: that was lifted for another reason.
    pub(super) keeps_lifted: bool,
}

impl App {
    pub(super) async fn shut_out(
        &self,
        envelope: &Envelope,
        cause: Cause,
        what: &ShutOut<'_>,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let keys: Vec<_> = { what.people.iter() }
            .filter_map(|linked| key_of(&linked.person))
            .collect();
        for staff in self.who_might_see(envelope.academy, what)? {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let excluded = self.exclusions(row.conflict).await?;
            let is_barred = excluded.bars(&keys) || { what.origins.iter() }
                .any(|origin| excluded.bars_matter(*origin));
            if !is_barred || excluded.bars_matter(what.matter) {
                continue;
            }
            let stream = row.conflict.stream();
            let loaded = self.load::<Conflict>(stream).await?;
            let standing = loaded.state.standing(&what.matter);
            if what.keeps_lifted && standing == Some(MatterStanding::Lifted) {
                continue;
            }
            let reaction = Reaction {
                stream,
                academy: loaded.academy,
                actor: envelope.actor,
                occurred_at: envelope.occurred_at,
                cause,
                id: command_id::of_reaction(
                    envelope.id,
                    &format!("closed to {staff}: {}", what.matter),
                ),
            };
            let closed = self.react::<Conflict>(reaction, |_, _| {
                AddMatter {
                    matter: what.matter,
                    reason: Sensitive::from(REASON),
                }
                .into()
            });
            done.push(closed.await?);
        }
        Ok(done)
    }

    /// Whoever holds one of the roles today, and every member of staff who is linked or for whom a
    /// conflict was ever marked: they may be given one tomorrow.
    fn who_might_see(
        &self,
        academy: Option<AcademyId>,
        what: &ShutOut<'_>,
    ) -> Result<BTreeSet<StaffId>, AppError> {
        let mut staff: BTreeSet<StaffId> = { what.people.iter() }
            .filter_map(|linked| linked.person.staff())
            .collect();
        for origin in what.origins {
            let marked = self
                .reader
                .read(|views| conflict_reviews::asked_about(views, *origin))?;
            staff.extend(marked);
        }
        for role in what.routed_to {
            let holders = self
                .reader
                .read(|views| directory::holders(views, *role, academy, self.now()))?;
            staff.extend(holders.into_iter().map(|holder| holder.staff));
        }
        Ok(staff)
    }
}
