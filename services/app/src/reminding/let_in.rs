//! Letting the next alternate into an adult's matter that nobody to whom it went has answered (R2).

use lanyard_domain::concern::{Concern, LetIn};
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::{Role, Sensitive};
use lanyard_projections::access_row::AccessRow;
use lanyard_projections::reminders::Pending;

use crate::app::App;
use crate::error::AppError;

/// Why an alternate has an adult's matter too.
const UNANSWERED: &str = "Nobody to whom it went has answered in time.";

impl App {
    /// Lets an alternate into an adult's matter; whether somebody was let in.
    pub(super) async fn let_in(
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
