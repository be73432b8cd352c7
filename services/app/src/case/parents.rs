//! Parents: told, or not told with a reason and a day to look again (R9).

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, RecordParentsContact, RecordParentsNotTold};
use lanyard_domain::policy::Agency;
use lanyard_events::case::{AskedFirst, ContactHow};
use lanyard_events::{CaseId, ContactId, Day, PupilId, Sensitive};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::reactions::no_concern;
use crate::referral::Standing;

/// Who was told.
#[derive(Debug, Clone)]
pub struct ParentTold {
    /// Which of the child's recorded contacts.
    pub person: Option<ContactId>,
    /// In words.
    pub contact: Sensitive<String>,
    /// Whether a desk was asked first.
    pub asked_first: Option<AskedFirst>,
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
            asked_first: told.asked_first,
            must_ask: self.must_ask_first(id).await?,
            calendar: self.calendar_of_matter(id.stream()).await?,
        };
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(told.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// Whether somebody outside is asked before parents are told: the police or social care, while they are
    /// involved or are to be, and the LADO where the case comes out of an adult's matter (R9, S16).
    async fn must_ask_first(&self, id: CaseId) -> Result<bool, AppError> {
        let loaded = self.load::<Case>(id.stream()).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(false);
        };
        if record.concerns.contains(&no_concern(id)) {
            return Ok(true);
        }
        for agency in [Agency::Police, Agency::SocialCare] {
            let all = self.referrals_to(id.stream(), &record.playbooks, agency);
            if all.await?.iter().any(Standing::is_live) {
                return Ok(true);
            }
        }
        Ok(false)
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
