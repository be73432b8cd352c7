//! Letting the next alternate into an adult's matter that nobody to whom it went has answered (R2).

use std::collections::BTreeSet;

use lanyard_domain::concern::{Concern, LetIn};
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::{Role, Sensitive, StaffId};
use lanyard_projections::access_row::AccessRow;
use lanyard_projections::reminders::Pending;

use super::chain::{alternate, is_adults_alert};
use crate::app::App;
use crate::error::AppError;

/// Why an alternate has an adult's matter too.
const UNANSWERED: &str = "Nobody to whom it went has answered in time.";

impl App {
    /// Whether nobody can act as the trust's lead in an adult's matter that is not answered: nobody has the role,
    /// or who has it is conflicted.
    pub(super) async fn lead_is_missing(
        &self,
        pending: &Pending,
        row: &AccessRow,
    ) -> Result<bool, AppError> {
        if !is_adults_alert(pending, row.routed_to) {
            return Ok(false);
        }
        let leads = self.holders_for(Role::TrustLead, pending.academy, &row.people, pending);
        Ok(leads.await?.is_empty())
    }

    /// Lets the next alternate into an adult's matter whose turn it is, passing over those whom nobody stands for;
    /// whether somebody was let in. With somebody left to tell before them, nobody is.
    pub(super) async fn let_next_in(
        &self,
        pending: &Pending,
        (chain, row): (&[&'static [Role]], &AccessRow),
        told: &BTreeSet<StaffId>,
    ) -> Result<bool, AppError> {
        if !is_adults_alert(pending, row.routed_to) {
            return Ok(false);
        }
        for turn in chain.iter().skip(usize::from(pending.level)) {
            if !self.of_turn(turn, pending, row, told).await?.is_empty() {
                return Ok(false);
            }
            if let Some(role) = alternate(turn, row.routed_to)
                && self.let_in(pending, role, row).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Lets an alternate into an adult's matter; whether somebody was let in.
    async fn let_in(
        &self,
        pending: &Pending,
        role: Role,
        row: &AccessRow,
    ) -> Result<bool, AppError> {
        let holders = self
            .holders_for(role, pending.academy, &row.people, pending)
            .await?;
        let let_in = LetIn {
            role,
            receivers: holders.into_iter().map(Senior::looked_up).collect(),
            reason: Sensitive::from(UNANSWERED),
        };
        let now = self.now();
        let loaded = self.load::<Concern>(pending.matter).await?;
        let events = Concern::decide(&loaded.state, let_in.into(), now)?;
        if events.is_empty() {
            return Ok(false);
        }
        let events = events.into_iter().map(Into::into).collect();
        let stream = (pending.matter, loaded.academy);
        // Whoever was faster has let them in, or has answered.
        self.submit_as_system(now, stream, loaded.tip, events)
            .await?;
        self.wait_for(self.head()).await?;
        Ok(true)
    }
}
