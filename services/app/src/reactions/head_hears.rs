//! A step of a pupil's case found that an adult who works with children may be concerned: the headteacher
//! hears of it as a concern about an adult, which goes where such concerns go (domain.md 1 rule 1).
//!
//! Nothing of the case leads to it: it is raised by the record itself, is linked to nothing but the people of
//! the case, and is closed to everybody to whom the case is (ADR 14). It names the case by its reference, for
//! whoever reads it.

use lanyard_domain::case::{Case, Record};
use lanyard_domain::concern::{AddInformation, Concern, Raise, Stage, Standing, State};
use lanyard_domain::reference;
use lanyard_domain::routing::route;
use lanyard_domain::steps::is_handed_over;
use lanyard_events::case::CaseStepDone;
use lanyard_events::concern::{AboutAdult, Place, PlaceKind, Reporter};
use lanyard_events::{
    Actor, CategoryId, CommandId, ConcernId, Envelope, LinkRole, LinkedPerson, PersonRef, Sensitive,
};

use super::shut_out::ShutOut;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// What such a concern is filed under until somebody knows more.
const CATEGORY: &str = "allegation_that_may_meet_the_harm_threshold";
/// Who reports, in words: nobody on the safeguarding side is named by it.
const REPORTER: &str = "The record of a pupil's case";
/// What is said when the same step is answered so once more before anybody has decided on the first.
const AGAIN: &str = "The same step of the case was answered in this way again.";

/// What the headteacher reads. It names no adult: the case may not, and what is known stands there.
fn account(reference: &str) -> Sensitive<String> {
    Sensitive::from(format!(
        "In a pupil's case a step was answered in the sense that an adult who works with children may be \
         concerned, or that the LADO is to be told. The case has the reference {reference}. Nothing in it \
         shows that this was passed on to you, but that it was. Take care whom you ask: it may be about \
         somebody who works on it."
    ))
}

impl App {
    pub(super) async fn head_hears(
        &self,
        envelope: &Envelope,
        cause: Cause,
        done: &CaseStepDone,
    ) -> Result<Vec<Done>, AppError> {
        if !is_handed_over(&done.into()) {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Case>(envelope.stream).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let case = envelope.stream;
        let id = command_id::of_reaction(envelope.id, "handed to the headteacher");
        let concern = self.handed_over_in(envelope, &id, done).await?;
        let raise = self.raise_of(envelope, concern, record).await?;
        let subjects = subjects(&raise.people);
        let what = ShutOut {
            matter: concern.stream(),
            routed_to: &route(AboutAdult::Yes, &subjects, &raise.routing),
            people: &raise.people,
            origins: &[case],
            keeps_lifted: true,
        };
        let closed = self.shut_out(envelope, cause, &what).await?;
        let reaction = Reaction {
            stream: concern.stream(),
            academy: envelope.academy,
            actor: Actor::System,
            occurred_at: envelope.occurred_at,
            cause,
            id,
        };
        let done = self
            .react::<Concern>(reaction, |loaded, _| match loaded.state {
                State::Absent => raise.clone().into(),
                State::Raised(_) | State::Erased => AddInformation {
                    by: Standing::Senior,
                    text: Sensitive::from(AGAIN),
                    childs_words: None,
                }
                .into(),
            })
            .await?;
        // Whoever was marked in the case between the two found no concern to close.
        let closed_since = self.shut_out(envelope, cause, &what).await?;
        Ok([done]
            .into_iter()
            .chain(closed)
            .chain(closed_since)
            .collect())
    }

    /// The concern by which this answer is heard of. What is added to one that was already decided on is read by
    /// nobody, so then it is another one, of the answer's own.
    async fn handed_over_in(
        &self,
        envelope: &Envelope,
        id: &CommandId,
        done: &CaseStepDone,
    ) -> Result<ConcernId, AppError> {
        // A reaction's content is fixed by its cause.
        if let Some(heard) = self.replay(*id, [0; 32]).await? {
            return Ok(ConcernId::new(heard.stream.uuid));
        }
        let first = command_id::of_handover(envelope.stream, &done.name, None);
        let loaded = self.load::<Concern>(first.stream()).await?;
        let is_awaited = match &loaded.state {
            State::Absent => true,
            State::Raised(matter) => matter.stage == Stage::Untriaged,
            State::Erased => false,
        };
        Ok(if is_awaited {
            first
        } else {
            command_id::of_handover(envelope.stream, &done.name, Some(envelope.id))
        })
    }

    async fn raise_of(
        &self,
        envelope: &Envelope,
        concern: ConcernId,
        record: &Record,
    ) -> Result<Raise, AppError> {
        let academy = envelope.academy.ok_or(AppError::NotShown)?;
        let people: Vec<_> = { record.links.people() }
            .filter(|linked| is_taken_along(linked))
            // A word of the trust's own may be closed by now: what it stands for never is.
            .map(|linked| LinkedPerson::new(linked.person.clone(), linked.role))
            .collect();
        let named = command_id::of_reaction(envelope.id, &concern.to_string());
        Ok(Raise {
            actor: Actor::System,
            reporter: Reporter::Named {
                name: Sensitive::from(REPORTER),
            },
            about_adult: AboutAdult::Yes,
            category: CategoryId::new(CATEGORY),
            taxonomy: self.taxonomy()?,
            // Whoever has a conflict in the case counts for nothing, whoever it may be about.
            routing: self
                .routing_in(Some(envelope.stream), academy, &people)
                .await?,
            people,
            place: Place {
                kind: PlaceKind::NotKnown,
                description: None,
                platform: None,
                address: None,
                accounts: Vec::new(),
                device: None,
            },
            when_text: None,
            account: account(&record.reference),
            childs_words: None,
            body_map: Vec::new(),
            action_taken: None,
            danger_now: false,
            late_entry: false,
            reference: reference::of_command(&named),
            external_reference: None,
            sub_risks: Vec::new(),
            calendar: self.calendar_at(envelope.academy).await?,
        })
    }
}

/// The children, and the staff who have another part than having seen something: the concern is kept from
/// them and from whoever is close to them.
pub(super) fn is_taken_along(linked: &LinkedPerson) -> bool {
    match linked.person {
        PersonRef::Pupil { .. } => true,
        PersonRef::Staff { .. } => linked.role != LinkRole::Witness,
        PersonRef::Described { .. } => false,
    }
}

fn subjects(people: &[LinkedPerson]) -> Vec<lanyard_events::StaffId> {
    people
        .iter()
        .filter_map(|linked| linked.person.staff())
        .collect()
}
