//! An entry of a register has clocks, and each clock somebody who keeps it: who approves a change to the filter,
//! who decides whether a breach is reported. What somebody to whom the entry was closed had of them goes to
//! another who holds the clock's role, and with nobody left to the next unconflicted senior who sees the entry
//! (domain.md 1 rule 1).
//!
//! Their conflict stream says so first: a crash between hides too much, and no reminder goes to them meanwhile.

use lanyard_domain::register::{Entry, Give, Linked, WithNobodyElse};
use lanyard_events::{Envelope, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::caseload;

use super::matter_keeps_owner::{HandOn, unless_refused};
use crate::app::App;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    /// Whether somebody keeps a clock of an entry that runs.
    pub(super) async fn keeps_clocks(
        &self,
        entry: StreamId,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let loaded = self.load::<Entry>(entry).await?;
        Ok({ loaded.state.record() }.is_some_and(|record| {
            let mut clocks = record.clocks.values();
            clocks.any(|clock| clock.owner == Some(staff))
        }))
    }

    /// A matter was closed to somebody: so are the entries behind which it stands, and what they keep of those.
    pub(super) async fn entries_handed_on(
        &self,
        envelope: &Envelope,
        cause: Cause,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<Vec<Done>, AppError> {
        let in_hand = self.reader.read(|views| caseload::in_hand(views, staff))?;
        let mut done = Vec::new();
        for entry in { in_hand.into_iter() }.filter(|it| it.kind == StreamKind::Register) {
            let row = self.reader.read(|views| access_row(views, entry))?;
            if row.behind == Some(matter) {
                done.extend(self.hand_on(envelope, cause, entry, staff).await?);
            }
        }
        Ok(done)
    }

    /// Gives on the clocks that somebody keeps.
    pub(super) async fn entry_handed_on(
        &self,
        row: &AccessRow,
        hand_on: &HandOn<'_>,
    ) -> Result<Vec<Done>, AppError> {
        let entry = hand_on.matter;
        let loaded = self.load::<Entry>(entry).await?;
        let in_force = self.in_force()?;
        let register = { loaded.state.record() }.and_then(|it| in_force.register(&it.register));
        let Some(register) = register else {
            return Ok(Vec::new());
        };
        let mut linked = Linked::default();
        linked.stands(register, &loaded.state);
        let give = Give {
            around: { self.around_entry(register, loaded.academy, &linked, Some(entry)) }.await?,
            from: hand_on.from,
            held: Vec::new(),
            next: self.next_senior(row, &[hand_on.from]).await?,
            with_nobody_else: WithNobodyElse::NoKeeper,
        };
        let reaction = hand_on.reaction(entry, "clocks");
        let given = self.react::<Entry>(reaction, |_, _| give.clone().into());
        let given = unless_refused(hand_on.event_type(), given.await)?;
        Ok(given.into_iter().collect())
    }
}
