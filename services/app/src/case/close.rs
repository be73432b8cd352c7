//! Closing a case and opening it again.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, Close, Reopen};
use lanyard_events::{CaseId, OutcomeId, Sensitive, StaffId};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

impl App {
    /// Closes a case with its outcome, which somebody else has confirmed.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn close_case(
        &self,
        context: &Context,
        id: CaseId,
        outcome: String,
        reason: Sensitive<String>,
        leaving_open: Option<Sensitive<String>>,
        confirmed_by: StaffId,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::CloseCase))
            .await?;
        let closed_by = context.staff().ok_or(AppError::Forbidden)?;
        let confirmed_by = self
            .senior(confirmed_by, id.stream(), "/confirmed_by")
            .await?;
        let taxonomy = self.taxonomy()?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(Close {
                outcome: OutcomeId::new(&outcome),
                taxonomy: Arc::clone(&taxonomy),
                reason: reason.clone(),
                leaving_open: leaving_open.clone(),
                closed_by,
                confirmed_by,
            }
            .into())
        })
        .await
    }

    /// Opens a closed case again.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn reopen_case(
        &self,
        context: &Context,
        id: CaseId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::ReopenCase))
            .await?;
        let done = self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(Reopen {
                reason: reason.clone(),
            }
            .into())
        });
        self.follow(done.await?).await
    }
}
