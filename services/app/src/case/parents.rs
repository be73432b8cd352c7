//! Parents: told, or not told with a reason and a day to look again (R9).

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, RecordParentsContact, RecordParentsNotTold};
use lanyard_events::case::ContactHow;
use lanyard_events::{CaseId, ContactId, Day, PupilId, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Who was told.
#[derive(Debug, Clone)]
pub struct ParentTold {
    /// Which of the child's recorded contacts.
    pub person: Option<ContactId>,
    /// In words.
    pub contact: Sensitive<String>,
}

impl App {
    /// Records a contact with a parent or carer.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn record_parents_contact(
        &self,
        context: &Context,
        id: CaseId,
        pupil: PupilId,
        told: ParentTold,
        how: ContactHow,
        summary: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let told = RecordParentsContact {
            pupil,
            person: told.person,
            addressable: self.addressable(pupil, told.person).await?,
            contact: told.contact,
            how,
            summary,
            calendar: self.calendar_of_matter(id.stream()).await?,
        };
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(told.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// Records the reasoned decision not to tell.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn decide_parents_not_told(
        &self,
        context: &Context,
        id: CaseId,
        pupil: PupilId,
        contact: Option<Sensitive<String>>,
        reason: Sensitive<String>,
        review_on: Day,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(RecordParentsNotTold {
                    pupil,
                    contact: contact.clone(),
                    reason: reason.clone(),
                    review_on,
                    calendar: Arc::clone(&calendar),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }
}
