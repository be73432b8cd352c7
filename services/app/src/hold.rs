//! Legal holds on cases and adults' matters (R17): one person places one, two lift it (domain.md 1 rule 4).

use lanyard_access::Action;
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::hold::{LiftHold, PlaceHold};
use lanyard_events::{AllegationId, CaseId, Sensitive, StaffId};

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Whoever may hold a case without reading it sees no more of it by that.
const fn of_case(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadCase,
        status: Action::HoldMatter,
    }
}

const fn of_allegation(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadAllegation,
        status: Action::ReadAllegation,
    }
}

impl App {
    /// Holds a case, open or closed.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers of the case who may not, a refusal.
    pub async fn hold_case(
        &self,
        context: &Context,
        id: CaseId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, of_case(Action::HoldMatter))
            .await?;
        self.change::<Case>(context, stream, Precondition::Free, |_, _| {
            Ok(PlaceHold {
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// Lifts the hold on a case, which somebody else has confirmed.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn lift_case_hold(
        &self,
        context: &Context,
        id: CaseId,
        reason: Sensitive<String>,
        confirmed_by: StaffId,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, of_case(Action::LiftHold))
            .await?;
        let lifted_by = context.staff().ok_or(AppError::Forbidden)?;
        let confirmed_by = self.senior(confirmed_by, stream, "/confirmed_by").await?;
        self.change::<Case>(context, stream, Precondition::Free, |_, _| {
            Ok(LiftHold {
                reason: reason.clone(),
                lifted_by,
                confirmed_by,
            }
            .into())
        })
        .await
    }

    /// Holds an adult's matter, open or closed.
    ///
    /// # Errors
    /// `NotShown`, a refusal.
    pub async fn hold_allegation(
        &self,
        context: &Context,
        id: AllegationId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, of_allegation(Action::HoldMatter))
            .await?;
        self.change::<Allegation>(context, stream, Precondition::Free, |_, _| {
            Ok(PlaceHold {
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// Lifts the hold on an adult's matter, which somebody else has confirmed.
    ///
    /// # Errors
    /// `NotShown`, a refusal.
    pub async fn lift_allegation_hold(
        &self,
        context: &Context,
        id: AllegationId,
        reason: Sensitive<String>,
        confirmed_by: StaffId,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, of_allegation(Action::LiftHold))
            .await?;
        let lifted_by = context.staff().ok_or(AppError::Forbidden)?;
        let confirmed_by = self
            .second_senior(confirmed_by, stream, "/confirmed_by")
            .await?;
        self.change::<Allegation>(context, stream, Precondition::Free, |_, _| {
            Ok(LiftHold {
                reason: reason.clone(),
                lifted_by,
                confirmed_by,
            }
            .into())
        })
        .await
    }
}
