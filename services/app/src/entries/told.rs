//! Who is told of a clock that has run out, where its register names several (R10: SIRO and DPO at once).

use lanyard_domain::register::Entry;
use lanyard_events::{Role, StreamId, StreamKind};

use crate::app::App;
use crate::error::AppError;

/// What reminders call a clock of an entry: this and its name.
const CLOCK: &str = "clock ";

impl App {
    /// The roles that a register in force wants told at once of what a reminder names; none where whoever has
    /// it in hand is enough.
    pub(crate) async fn told_at_once(
        &self,
        matter: StreamId,
        item: &str,
    ) -> Result<Vec<Role>, AppError> {
        let Some(clock) = item.strip_prefix(CLOCK) else {
            return Ok(Vec::new());
        };
        if matter.kind != StreamKind::Register {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Entry>(matter).await?;
        let in_force = self.in_force()?;
        let register = { loaded.state.record() }.map(|record| record.register.as_str());
        let clock = { register.and_then(|id| in_force.register(id)) }
            .and_then(|register| register.clock(clock))
            .filter(|clock| clock.tells_all);
        Ok(clock.map(|clock| clock.owner.clone()).unwrap_or_default())
    }
}
