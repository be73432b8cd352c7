//! What was reported keeps the family away: the mark "do not contact" for the families of the children
//! whom it is about, and of their brothers and sisters, until a safeguarding lead lifts it (domain.md 2,
//! "Pupil"; R5).
//!
//! The report stands first: nobody who could write to the family sees it before it is triaged, and the
//! mark comes with it at once, or after a crash with the worker's next look.

use lanyard_domain::case::{Case, Record};
use lanyard_domain::concern::Concern;
use lanyard_domain::pupil::{MarkDoNotContact, Pupil, keeps_family_away};
use lanyard_events::case::CaseEvent;
use lanyard_events::concern::{AboutAdult, ConcernEvent, PlaceKind};
use lanyard_events::{
    CategoryId, Envelope, Event, LinkRole, LinkedPerson, PersonRef, PupilId, Recorded, Sensitive,
    StreamId,
};
use lanyard_vault::Opened;

use super::matter_keeps_owner::unless_refused;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The types that may bring a child under such a report.
const CAUSES: [&str; 7] = [
    "concern.raised",
    "concern.passed_on",
    "concern.person_corrected",
    "case.opened",
    "case.concern_added",
    "case.person_linked",
    "case.person_corrected",
];

/// It names neither what was reported nor where: a mark is seen by more people than a report is.
const REASON: &str = "Set for the whole family by what was reported. A safeguarding lead decides who may be contacted.";

impl App {
    pub(super) async fn follow_up_for_family(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if !CAUSES.contains(&envelope.event_type.as_str()) {
            return Ok(Vec::new());
        }
        let Opened::Event(event) = self.parts.vault.open(&recorded.event)? else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        for (pupil, matter) in self.kept_from_family(envelope, event).await? {
            let stream = pupil.stream();
            let reaction = Reaction {
                stream,
                academy: self.load::<Pupil>(stream).await?.academy,
                actor: envelope.actor,
                occurred_at: envelope.occurred_at,
                cause,
                id: command_id::of_reaction(
                    envelope.id,
                    &format!("family of {pupil} for {matter}"),
                ),
            };
            let marked = self.react::<Pupil>(reaction, |_, _| {
                MarkDoNotContact {
                    contact: None,
                    reason: Sensitive::from(REASON),
                    because_of: Some(matter),
                }
                .into()
            });
            // One child's record may be erased or not be there: the others are marked all the same.
            done.extend(unless_refused(envelope.event_type.as_str(), marked.await)?);
        }
        Ok(done)
    }

    /// The children whose families an event keeps away, each with a matter because of which it does.
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "CAUSES names every type that is looked at"
    )]
    async fn kept_from_family(
        &self,
        envelope: &Envelope,
        event: Event,
    ) -> Result<Vec<(PupilId, StreamId)>, AppError> {
        let (people, matters) = match event {
            Event::Concern(ConcernEvent::Raised(raised)) => {
                if !report_keeps_away(&raised.category, raised.place.kind, raised.about_adult) {
                    return Ok(Vec::new());
                }
                (raised.people, vec![envelope.stream])
            }
            Event::Concern(ConcernEvent::PassedOn(_)) => {
                let loaded = self.load::<Concern>(envelope.stream).await?;
                let Some(matter) = loaded.state.matter() else {
                    return Ok(Vec::new());
                };
                if !report_keeps_away(&matter.category, matter.place, matter.about_adult) {
                    return Ok(Vec::new());
                }
                (matter.people.clone(), vec![envelope.stream])
            }
            Event::Concern(ConcernEvent::PersonCorrected(corrected)) => {
                let loaded = self.load::<Concern>(envelope.stream).await?;
                let Some(matter) = loaded.state.matter() else {
                    return Ok(Vec::new());
                };
                if !report_keeps_away(&matter.category, matter.place, matter.about_adult) {
                    return Ok(Vec::new());
                }
                (only(&matter.people, &corrected.to), vec![envelope.stream])
            }
            Event::Case(event) => {
                let loaded = self.load::<Case>(envelope.stream).await?;
                let Some(case) = loaded.state.record() else {
                    return Ok(Vec::new());
                };
                let matters = self.what_keeps_away(envelope.stream, case).await?;
                (brought_into(case, event), matters)
            }
            _ => return Ok(Vec::new()),
        };
        let concerned = |linked: &LinkedPerson| match linked.role {
            LinkRole::Affected | LinkRole::Sibling => linked.person.pupil(),
            LinkRole::AllegedToHaveDoneIt | LinkRole::Witness | LinkRole::Other => None,
        };
        let pupils: Vec<PupilId> = people.iter().filter_map(concerned).collect();
        Ok({ matters.into_iter() }
            .flat_map(|matter| pupils.iter().map(move |pupil| (*pupil, matter)))
            .collect())
    }

    /// What in a case keeps away the families of everybody in it: each concern that does so, else the
    /// case itself, if its category does. That is how a child's case out of an adult's matter does it:
    /// its category is the head's choice, and no concern of it can be read (ADR 14).
    ///
    /// A concern stands for itself here too, so that a mark lifted by somebody who knew of it is not
    /// set again when the concern becomes part of a case.
    async fn what_keeps_away(
        &self,
        stream: StreamId,
        case: &Record,
    ) -> Result<Vec<StreamId>, AppError> {
        let mut matters = Vec::new();
        for concern in &case.concerns {
            let loaded = self.load::<Concern>(concern.stream()).await?;
            if loaded.state.matter().is_some_and(|matter| {
                report_keeps_away(&matter.category, matter.place, matter.about_adult)
            }) {
                matters.push(concern.stream());
            }
        }
        if matters.is_empty() && keeps_family_away(&case.category, None) {
            matters.push(stream);
        }
        Ok(matters)
    }
}

/// Whether a report keeps the family away. One about an adult of the school does not: the family is not
/// whom it is about, and the mark would tell that adult that there is a report (ADR 20).
fn report_keeps_away(category: &CategoryId, place: PlaceKind, about_adult: AboutAdult) -> bool {
    match about_adult {
        AboutAdult::Yes => false,
        AboutAdult::No | AboutAdult::NotSure => keeps_family_away(category, Some(place)),
    }
}

/// Whom an event brings into a case, or under what it is about.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "CAUSES names every type that is looked at"
)]
fn brought_into(case: &Record, event: CaseEvent) -> Vec<LinkedPerson> {
    match event {
        CaseEvent::Opened(_) | CaseEvent::ConcernAdded(_) => case.links.people().cloned().collect(),
        CaseEvent::PersonLinked(linked) => vec![linked.person],
        CaseEvent::PersonCorrected(corrected) => only(case.links.people(), &corrected.to),
        _ => Vec::new(),
    }
}

fn only<'a>(
    people: impl IntoIterator<Item = &'a LinkedPerson>,
    person: &PersonRef,
) -> Vec<LinkedPerson> {
    { people.into_iter() }
        .filter(|linked| linked.person == *person)
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_about_an_adult_of_the_school_keeps_no_family_away() {
        let keeps = |id, about_adult| {
            report_keeps_away(&CategoryId::new(id), PlaceKind::AtHome, about_adult)
        };
        for category in ["domestic_abuse", "physical_abuse"] {
            assert!(keeps(category, AboutAdult::No), "{category}");
            assert!(keeps(category, AboutAdult::NotSure), "{category}");
            assert!(!keeps(category, AboutAdult::Yes), "{category}");
        }
        assert!(!keeps("neglect", AboutAdult::NotSure));
    }
}
