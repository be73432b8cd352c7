//! A concern that was marked wrongly goes the other way: to the headteacher, or to the safeguarding team.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::concern::{Concern, PassOn, Way};
use lanyard_events::{ConcernId, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

impl App {
    /// Passes a concern on. A repeat gets the first answer, although whoever sends it may see nothing of the
    /// concern any more.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub(super) async fn pass_on(
        &self,
        context: &Context,
        id: ConcernId,
        to: Way,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let (command, content) = context.command()?;
        if let Some(done) = self.replay(command, content).await? {
            return Ok(done);
        }
        let stream = id.stream();
        self.address(context, stream, asked(Action::TriageConcern))
            .await?;
        let loaded = self.load::<Concern>(stream).await?;
        let (Some(matter), Some(academy)) = (loaded.state.matter(), loaded.academy) else {
            return Err(AppError::NotShown);
        };
        let routing = self
            .routing_in(Some(stream), academy, &matter.people)
            .await?;
        let calendar = self.calendar_at(Some(academy)).await?;
        let taxonomy = self.taxonomy()?;
        self.close_to_once_named(context, id, &loaded).await?;
        let done = self
            .change::<Concern>(context, stream, Precondition::Required, |_, _| {
                Ok(PassOn {
                    to,
                    reason: reason.clone(),
                    taxonomy: Arc::clone(&taxonomy),
                    calendar: Arc::clone(&calendar),
                    routing: routing.clone(),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }
}
