//! What follows from the events of an adult's matter.

use lanyard_domain::allegation::Record;
use lanyard_domain::concern::{Concern, CorrectPerson, Standing};
use lanyard_domain::routing::RoutingFacts;
use lanyard_events::allegation::{AllegationEvent, AllegationPersonMatched};
use lanyard_events::{Envelope, Event, PersonRef, Recorded};
use lanyard_vault::Opened;

use super::referrals_follow_steps;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The types that something follows from; all others are not even opened.
const CAUSES: [&str; 15] = [
    "allegation.opened",
    "allegation.threshold_decided",
    "allegation.outcome_recorded",
    "allegation.child_case_linked",
    "allegation.name_shared",
    "allegation.person_linked",
    "allegation.person_corrected",
    "allegation.person_matched",
    "allegation.concern_added",
    "allegation.reopened",
    "allegation.playbook_started",
    "allegation.step_done",
    "allegation.step_skipped",
    "allegation.owner_changed",
    "allegation.rerouted",
];

impl App {
    pub(super) async fn follow_up_allegation(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if !CAUSES.contains(&envelope.event_type.as_str()) {
            return Ok(Vec::new());
        }
        let Opened::Event(Event::Allegation(event)) = self.parts.vault.open(&recorded.event)?
        else {
            return Ok(Vec::new());
        };
        if let Some(moved) = referrals_follow_steps::moves_of_allegation(&event) {
            let mut done = self.referrals_follow_steps(envelope, cause, &moved).await?;
            if moved.begins() {
                done.extend(self.steps_follow_told(envelope, cause).await?);
            }
            return Ok(done);
        }
        let mut done = self.desks_and_decisions(envelope, cause, &event).await?;
        let may_bar = may_bar(&event);
        let has_owner_anew = has_owner_anew(&event);
        let is_reopened = matches!(event, AllegationEvent::Reopened(_));
        let corrected = if let AllegationEvent::PersonCorrected(corrected) = &event {
            Some(corrected.clone())
        } else {
            None
        };
        let one: Vec<Done> = match event {
            AllegationEvent::ChildCaseLinked(linked) => {
                self.child_case_opens(envelope, cause, linked).await?
            }
            AllegationEvent::NameShared(shared) => {
                self.child_case_gets_the_name(envelope, cause, shared)
                    .await?
            }
            AllegationEvent::PersonLinked(_)
            | AllegationEvent::ConcernAdded(_)
            | AllegationEvent::PersonCorrected(_)
            | AllegationEvent::PersonMatched(_) => {
                self.people_changed(envelope, cause, &event).await?
            }
            AllegationEvent::Opened(_)
            | AllegationEvent::DecisionDue(_)
            | AllegationEvent::ThresholdDecided(_)
            | AllegationEvent::Consulted(_)
            | AllegationEvent::ChildCaseDeclined(_)
            | AllegationEvent::NoteAdded(_)
            | AllegationEvent::SupportPersonNamed(_)
            | AllegationEvent::TellingDecided(_)
            | AllegationEvent::InterimMeasureDecided(_)
            | AllegationEvent::EnquiryNoted(_)
            | AllegationEvent::OutcomeRecorded(_)
            | AllegationEvent::OwnerChanged(_)
            | AllegationEvent::Rerouted(_)
            | AllegationEvent::PlaybookStarted(_)
            | AllegationEvent::StepDone(_)
            | AllegationEvent::StepSkipped(_)
            | AllegationEvent::StepGiven(_)
            | AllegationEvent::InvestigationRecorded(_)
            | AllegationEvent::DutiesLeft(_)
            | AllegationEvent::Closed(_)
            | AllegationEvent::Reopened(_)
            | AllegationEvent::Held(_)
            | AllegationEvent::HoldLifted(_)
            | AllegationEvent::GovernorsTold(_) => Vec::new(),
        };
        done.extend(one);
        if may_bar {
            done.extend(self.allegation_keeps_owner(envelope, cause).await?);
            done.extend(self.entries_behind_keep_keepers(envelope, cause).await?);
        }
        if has_owner_anew {
            done.extend(self.allegation_keeps_owner(envelope, cause).await?);
        }
        // Whoever manages it by now has the steps.
        if let Some(corrected) = corrected {
            let told = self.agencies_told_in_matter(recorded, cause, &corrected);
            done.extend(told.await?);
        }
        if is_reopened {
            done.extend(self.corrected_while_closed(recorded).await?);
        }
        Ok(done)
    }

    /// What an event makes due for decision, and which desks it sends the matter to (R3).
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "all else asks for no decision and tells no desk; the match that follows lists every event"
    )]
    async fn desks_and_decisions(
        &self,
        envelope: &Envelope,
        cause: Cause,
        event: &AllegationEvent,
    ) -> Result<Vec<Done>, AppError> {
        let Some(record) = self.open_record_of(envelope).await? else {
            return Ok(Vec::new());
        };
        match event {
            AllegationEvent::Opened(_) | AllegationEvent::PersonMatched(_) => {
                let asked = self.matter_asks(envelope, cause, &record).await?;
                let lado = self.lado_follows_opening(envelope, cause, &record).await?;
                Ok([asked].into_iter().chain(lado).collect())
            }
            AllegationEvent::PersonLinked(_)
            | AllegationEvent::ConcernAdded(_)
            | AllegationEvent::PersonCorrected(_)
            | AllegationEvent::ChildCaseLinked(_)
            | AllegationEvent::Reopened(_) => {
                Ok(vec![self.matter_asks(envelope, cause, &record).await?])
            }
            AllegationEvent::ThresholdDecided(decided) => {
                let lado = self.lado_follows_threshold(envelope, cause, &record, decided);
                let mut done: Vec<Done> = lado.await?.into_iter().collect();
                done.extend(self.steps_follow_told(envelope, cause).await?);
                Ok(done)
            }
            AllegationEvent::OutcomeRecorded(recorded) => {
                self.desks_follow_outcome(envelope, cause, &record, recorded)
                    .await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// First whoever has come in is shut out of the children's cases, then the names follow.
    async fn people_changed(
        &self,
        envelope: &Envelope,
        cause: Cause,
        event: &AllegationEvent,
    ) -> Result<Vec<Done>, AppError> {
        let Some(record) = self.record_of(envelope).await? else {
            return Ok(Vec::new());
        };
        let mut done = self.close_child_cases(envelope, cause, &record).await?;
        if let AllegationEvent::PersonMatched(matched) = event {
            let named = self.concerns_follow_match(envelope, cause, &record, matched);
            done.extend(named.await?);
        }
        if let AllegationEvent::PersonCorrected(corrected) = event {
            let named = self.child_case_follows_correction(envelope, cause, &record, corrected);
            done.extend(named.await?);
        }
        Ok(done)
    }

    /// The concerns of the matter name whoever was found, and so are closed to them.
    async fn concerns_follow_match(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        matched: &AllegationPersonMatched,
    ) -> Result<Option<Done>, AppError> {
        let mut last = None;
        for concern in &record.concerns {
            let loaded = self.load::<Concern>(concern.stream()).await?;
            let describes = loaded.state.matter().is_some_and(|matter| {
                let mut people = matter.people.iter();
                people.any(|linked| linked.person == matched.described)
            });
            if !describes {
                continue;
            }
            let reaction = Reaction {
                stream: concern.stream(),
                academy: envelope.academy,
                actor: envelope.actor,
                occurred_at: envelope.occurred_at,
                cause,
                id: command_id::of_reaction(envelope.id, &concern.to_string()),
            };
            let done = self
                .react::<Concern>(reaction, |_, _| {
                    CorrectPerson {
                        by: Standing::Matched,
                        from: matched.described.clone(),
                        to: PersonRef::Staff { id: matched.staff },
                        reason: matched.reason.clone(),
                        routing: RoutingFacts::default(),
                    }
                    .into()
                })
                .await?;
            last = Some(done);
        }
        Ok(last)
    }
}

/// Whether somebody manages a matter from now on, for whom what conflicted people have left in it may have waited.
const fn has_owner_anew(event: &AllegationEvent) -> bool {
    matches!(event, AllegationEvent::OwnerChanged(_))
        || matches!(event, AllegationEvent::Rerouted(rerouted) if rerouted.owner.is_some())
}

/// Whether an event may give somebody who has something of the matter in hand a conflict, or finds one that
/// came about while it was closed.
const fn may_bar(event: &AllegationEvent) -> bool {
    matches!(
        event,
        AllegationEvent::PersonLinked(_)
            | AllegationEvent::ConcernAdded(_)
            | AllegationEvent::PersonCorrected(_)
            | AllegationEvent::PersonMatched(_)
            | AllegationEvent::Reopened(_)
    )
}
