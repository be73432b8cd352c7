//! People of an adult's matter: linked, corrected, found on the staff register.

use std::sync::Arc;

use lanyard_access::{Action, PersonKey};
use lanyard_domain::allegation::{Allegation, CorrectPerson, LinkPerson, MatchPerson, Record};
use lanyard_domain::routing::RoutingFacts;
use lanyard_events::concern::AboutAdult;
use lanyard_events::{AcademyId, AllegationId, LinkedPerson, PersonRef, Sensitive, StaffId};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;

/// Who was found on the staff register.
#[derive(Debug, Clone)]
pub struct Match {
    /// Who was described, in the words that were linked.
    pub description: Sensitive<String>,
    /// Who it is.
    pub staff: StaffId,
    /// How they were recognised.
    pub reason: Sensitive<String>,
    /// Who manages the matter from here, where the present case manager cannot.
    pub owner: Option<StaffId>,
}

impl App {
    /// Links a person with their part.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn link_allegation_person(
        &self,
        context: &Context,
        id: AllegationId,
        person: LinkedPerson,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        self.check_person(&person.person, "/person")?;
        let routing = self
            .routing_with(id, |record| {
                let mut people = record.people();
                people.push(person.clone());
                people
            })
            .await?;
        let taxonomy = self.taxonomy()?;
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(LinkPerson {
                    person: person.clone(),
                    reason: reason.clone(),
                    routing: routing.clone(),
                    taxonomy: Arc::clone(&taxonomy),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Puts the right person in the place of a wrong one.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn correct_allegation_person(
        &self,
        context: &Context,
        id: AllegationId,
        from: PersonRef,
        to: PersonRef,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        self.check_person(&to, "/to")?;
        let routing = self
            .routing_with(id, |record| record.people_with(&from, &to))
            .await?;
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Required, |_, _| {
                Ok(CorrectPerson {
                    from: from.clone(),
                    to: to.clone(),
                    reason: reason.clone(),
                    concern: None,
                    routing: routing.clone(),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Finds an adult who was only described on the staff register. The concerns follow, and the
    /// children's cases are closed to whoever was found.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn match_allegation_person(
        &self,
        context: &Context,
        id: AllegationId,
        found: Match,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::WorkAllegation))
            .await?;
        self.check_staff(found.staff, "/staff")?;
        let described = PersonRef::Described {
            description: found.description.clone(),
        };
        let staff = PersonRef::Staff { id: found.staff };
        let (record, _) = self.matter_of(id).await?;
        let routing = self
            .routing_with(id, |record| record.people_with(&described, &staff))
            .await?;
        let mut owner = self.manager(record.owner, stream, "/owner").await?;
        owner.is_conflicted |= self.is_close_to(owner.staff, found.staff).await?;
        let new_owner = match found.owner {
            Some(named) => {
                let mut named = self.manager(named, stream, "/owner").await?;
                named.is_conflicted |= self.is_close_to(named.staff, found.staff).await?;
                Some(named)
            }
            None => None,
        };
        let done = self
            .change::<Allegation>(context, stream, Precondition::Required, |_, _| {
                Ok(MatchPerson {
                    description: found.description.clone(),
                    staff: found.staff,
                    reason: found.reason.clone(),
                    routing: routing.clone(),
                    owner: owner.clone(),
                    new_owner: new_owner.clone(),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// The matter as its stream has made it, with its academy.
    pub(super) async fn matter_of(
        &self,
        id: AllegationId,
    ) -> Result<(Box<Record>, AcademyId), AppError> {
        let loaded = self.load::<Allegation>(id.stream()).await?;
        match (loaded.state.record(), loaded.academy) {
            (Some(record), Some(academy)) => Ok((Box::new(record.clone()), academy)),
            _ => Err(AppError::NotShown),
        }
    }

    /// What routing needs to know of the people as they would be.
    async fn routing_with(
        &self,
        id: AllegationId,
        people: impl FnOnce(&Record) -> Vec<LinkedPerson>,
    ) -> Result<RoutingFacts, AppError> {
        let (record, academy) = self.matter_of(id).await?;
        self.routing(academy, AboutAdult::Yes, &people(&record))
            .await
    }

    /// Whether somebody is another, or registered as close to them.
    async fn is_close_to(&self, staff: StaffId, other: StaffId) -> Result<bool, AppError> {
        let Some(row) = self.staff_row(staff)? else {
            return Ok(false);
        };
        let excluded = self.exclusions(row.conflict).await?;
        Ok(excluded.bars(&[PersonKey::Staff(other)]))
    }
}
