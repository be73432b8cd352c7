//! Telling the governors that there is a serious incident (domain.md 1, row `governor`). They learn that there is
//! one: no name, no kind, not where, nor whether it is about an adult. Reminders carry it (`reminding`).

use lanyard_access::Action;
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::serious::TellGovernors;
use lanyard_events::{AllegationId, CaseId, Sensitive};

use crate::address::Asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

const fn asked(read: Action) -> Asked {
    Asked {
        wanted: Action::TellGovernors,
        read,
        status: read,
    }
}

impl App {
    /// Tells them of a case, open or closed.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers who are neither head nor the group's lead, a refusal.
    pub async fn tell_governors_of_case(
        &self,
        context: &Context,
        id: CaseId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReadCase))
            .await?;
        self.change::<Case>(context, stream, Precondition::Free, |_, _| {
            Ok(TellGovernors {
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// Tells them of an adult's matter, open or closed, in the same words.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, a refusal.
    pub async fn tell_governors_of_allegation(
        &self,
        context: &Context,
        id: AllegationId,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::ReadAllegation))
            .await?;
        self.change::<Allegation>(context, stream, Precondition::Free, |_, _| {
            Ok(TellGovernors {
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }
}
