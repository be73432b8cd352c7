//! People of a case.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, CorrectPerson, LinkPerson};
use lanyard_events::{CaseId, LinkedPerson, PersonRef, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

impl App {
    /// Links a person with their part.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn link_person(
        &self,
        context: &Context,
        id: CaseId,
        person: LinkedPerson,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.check_person(&person.person, "/person")?;
        let taxonomy = self.taxonomy()?;
        let done = self.change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
            Ok(LinkPerson {
                person: person.clone(),
                reason: reason.clone(),
                taxonomy: Arc::clone(&taxonomy),
            }
            .into())
        });
        self.follow(done.await?).await
    }

    /// Puts the right person in the place of a wrong one.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn correct_case_person(
        &self,
        context: &Context,
        id: CaseId,
        from: PersonRef,
        to: PersonRef,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.check_person(&to, "/to")?;
        let done = self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(CorrectPerson {
                from: from.clone(),
                to: to.clone(),
                reason: reason.clone(),
                concern: None,
            }
            .into())
        });
        self.follow(done.await?).await
    }
}
