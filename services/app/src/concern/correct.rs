//! Adding to a concern and correcting it. Nothing that stands is changed: the old text stays, struck.

use lanyard_access::Action;
use lanyard_domain::concern::{AddInformation, Concern, CorrectPerson, CorrectText, Standing};
use lanyard_events::concern::ConcernText;
use lanyard_events::{ConcernId, PersonRef, Sensitive};

use super::asked;
use crate::address::Seen;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// How somebody who may see a concern stands to it.
const fn standing(seen: Seen) -> Standing {
    match seen {
        Seen::Content => Standing::Senior,
        Seen::Status => Standing::Raiser,
    }
}

impl App {
    /// Adds what somebody else has seen or said since.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn add_information(
        &self,
        context: &Context,
        id: ConcernId,
        text: Sensitive<String>,
        childs_words: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        let seen = self
            .address(context, stream, asked(Action::AddInformation))
            .await?;
        self.change::<Concern>(context, stream, Precondition::Free, |_, _| {
            Ok(AddInformation {
                by: standing(seen),
                text: text.clone(),
                childs_words: childs_words.clone(),
            }
            .into())
        })
        .await
    }

    /// Puts the right person in the place of a wrong one; the cases that the concern is part of
    /// follow.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn correct_concern_person(
        &self,
        context: &Context,
        id: ConcernId,
        from: PersonRef,
        to: PersonRef,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        let seen = self
            .address(context, stream, asked(Action::CorrectConcern))
            .await?;
        self.check_person(&to, "/to")?;
        let loaded = self.load::<Concern>(stream).await?;
        let (Some(matter), Some(academy)) = (loaded.state.matter(), loaded.academy) else {
            return Err(AppError::NotShown);
        };
        let mut people = matter.people.clone();
        for linked in people.iter_mut().filter(|linked| linked.person == from) {
            linked.person = to.clone();
        }
        let routing = if matter.receivers.is_some() {
            // It was sent on because of conflicts in it: those count here too.
            self.routing_in(Some(stream), academy, &people).await?
        } else {
            self.routing(academy, matter.about_adult, &people).await?
        };
        self.close_to_wrong_name(context, id, (&loaded, &from))
            .await?;
        let done = self
            .change::<Concern>(context, stream, Precondition::Required, |_, _| {
                Ok(CorrectPerson {
                    by: standing(seen),
                    from: from.clone(),
                    to: to.clone(),
                    reason: reason.clone(),
                    routing: routing.clone(),
                }
                .into())
            })
            .await?;
        // Whoever reads on from this position finds the case corrected too.
        self.follow(done).await
    }

    /// Puts a right text in the place of a wrong one.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn correct_concern_text(
        &self,
        context: &Context,
        id: ConcernId,
        field: ConcernText,
        text: Sensitive<String>,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        let seen = self
            .address(context, stream, asked(Action::CorrectConcern))
            .await?;
        self.change::<Concern>(context, stream, Precondition::Required, |_, _| {
            Ok(CorrectText {
                by: standing(seen),
                field,
                text: text.clone(),
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }
}
