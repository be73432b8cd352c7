//! The outcome, the case manager, closing and opening again.

use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, ChangeOwner, Close, RecordOutcome, Reopen};
use lanyard_events::allegation::{AgencyTold, AllegationOutcome, DutyConsidered};
use lanyard_events::{AllegationId, Sensitive, StaffId};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Closing a matter.
#[derive(Debug, Clone)]
pub struct AllegationClosing {
    /// Why it can be closed.
    pub reason: Sensitive<String>,
    /// Why it is closed with duties open, where some are.
    pub leaving_open: Option<Sensitive<String>>,
    /// Who confirmed it.
    pub confirmed_by: StaffId,
}

/// What came of a matter.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// In the statutory words.
    pub outcome: AllegationOutcome,
    /// Why.
    pub reasons: Sensitive<String>,
    /// Who confirmed it.
    pub confirmed_by: StaffId,
    /// The duty to refer to the Disclosure and Barring Service.
    pub dbs: DutyConsidered,
    /// The duty to consider a referral to the Teaching Regulation Agency.
    pub tra: DutyConsidered,
    /// Whether a supply agency or other employer was told.
    pub agency_told: AgencyTold,
}

impl App {
    /// Records the employer's outcome, which somebody else has confirmed.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn record_outcome(
        &self,
        context: &Context,
        id: AllegationId,
        outcome: Outcome,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::WorkAllegation))
            .await?;
        let recorded_by = context.staff().ok_or(AppError::Forbidden)?;
        let confirmed_by = self
            .second_senior(outcome.confirmed_by, stream, "/confirmed_by")
            .await?;
        let done = self
            .change::<Allegation>(context, stream, Precondition::Required, |_, _| {
                Ok(RecordOutcome {
                    outcome: outcome.outcome,
                    reasons: outcome.reasons.clone(),
                    recorded_by,
                    confirmed_by,
                    dbs: outcome.dbs.clone(),
                    tra: outcome.tra.clone(),
                    agency_told: outcome.agency_told,
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Gives a matter to another case manager.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn change_allegation_owner(
        &self,
        context: &Context,
        id: AllegationId,
        owner: StaffId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::OwnAllegation))
            .await?;
        let owner = self.manager(owner, stream, "/owner").await?;
        self.change::<Allegation>(context, stream, Precondition::Required, |_, _| {
            Ok(ChangeOwner {
                owner: owner.clone(),
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// Closes a matter, which somebody else has confirmed.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn close_allegation(
        &self,
        context: &Context,
        id: AllegationId,
        closing: AllegationClosing,
    ) -> Result<Done, AppError> {
        let AllegationClosing {
            reason,
            leaving_open,
            confirmed_by,
        } = closing;
        let stream = id.stream();
        self.address(context, stream, asked(Action::CloseAllegation))
            .await?;
        let closed_by = context.staff().ok_or(AppError::Forbidden)?;
        let confirmed_by = self
            .second_senior(confirmed_by, stream, "/confirmed_by")
            .await?;
        let lado = self.lado_of(stream).await?;
        self.change::<Allegation>(context, stream, Precondition::Required, |_, _| {
            Ok(Close {
                reason: reason.clone(),
                leaving_open: leaving_open.clone(),
                lado,
                closed_by,
                confirmed_by,
            }
            .into())
        })
        .await
    }

    /// Opens a closed matter again.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn reopen_allegation(
        &self,
        context: &Context,
        id: AllegationId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::CloseAllegation))
            .await?;
        let reopened =
            self.change::<Allegation>(context, stream, Precondition::Required, |_, _| {
                Ok(Reopen {
                    reason: reason.clone(),
                }
                .into())
            });
        self.follow(reopened.await?).await
    }
}
