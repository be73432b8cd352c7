//! What spans two streams: a first fact, and a reaction with a command id derived from it.
//!
//! The use case runs the reaction at once; the worker runs it again for every such fact, which
//! finishes what a crash has cut off and otherwise records nothing.

mod agencies_told_in_matter;
mod agencies_told_of_correction;
mod allegation;
mod allegation_follows_concern;
mod allegation_keeps_owner;
mod breach_of_correction;
mod case_follows_correction;
mod case_follows_triage;
mod child_case_follows;
mod concern_keeps_receiver;
mod conflict_follows_matter;
mod corrected_while_closed;
mod entry_keeps_keepers;
mod entry_lets_in;
mod evidence;
mod family_kept_away;
mod handed_over;
mod head_hears;
mod lado_follows_matter;
mod leaver_hands_on;
mod link_has_two_ends;
mod matter_asks;
mod matter_keeps_owner;
mod nobody_left;
mod once_named;
mod referrals_follow_steps;
mod shut_out;
mod step_follows_referral;

use std::collections::VecDeque;

use lanyard_events::case::CaseEvent;
use lanyard_events::concern::{ConcernEvent, TriageDecision};
use lanyard_events::referral::ReferralEvent;
use lanyard_events::{Envelope, Event, EventId, Recorded, StreamKind};
use lanyard_vault::Opened;

use crate::app::App;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

pub(crate) use child_case_follows::no_concern;
pub(crate) use referrals_follow_steps::stream_of as stream_of_step;

/// The types that something follows from; all others are not even opened.
const CAUSES: [&str; 11] = [
    "concern.triaged",
    "concern.person_corrected",
    "concern.passed_on",
    "case.concern_added",
    "case.person_linked",
    "case.person_corrected",
    "case.reopened",
    "case.playbook_started",
    "case.step_done",
    "case.step_skipped",
    "referral.submitted",
];

impl App {
    /// Runs what follows from one recorded event, if anything does. Repeating it is harmless.
    ///
    /// # Errors
    /// When the store or the recorder is away. A refusal is no error: the fact stands, and the
    /// reason why nothing followed is logged.
    pub async fn follow_up(&self, recorded: &Recorded) -> Result<Vec<Done>, AppError> {
        let cause = cause_of(recorded);
        // Whatever else follows: what must not be read any more comes first (R6).
        let hidden = self.follow_up_for_evidence(recorded, cause).await;
        let mut done = logged(recorded, hidden)?;
        // Then whom nobody may tell of it (domain.md 2, "Pupil").
        let kept_away = self.follow_up_for_family(recorded, cause).await;
        done.extend(logged(recorded, kept_away)?);
        done.extend(logged(
            recorded,
            self.follow_up_otherwise(recorded, cause).await,
        )?);
        Ok(done)
    }

    /// The same, and what no request waits for: the worker alone runs it.
    ///
    /// # Errors
    /// As for `follow_up`.
    pub async fn follow_up_all(&self, recorded: &Recorded) -> Result<Vec<Done>, AppError> {
        let mut done = self.follow_up(recorded).await?;
        let files = self.files_follow_matter(recorded, cause_of(recorded)).await;
        done.extend(logged(recorded, files)?);
        let handed_on = self.leaver_hands_on(recorded).await;
        done.extend(logged(recorded, handed_on)?);
        Ok(done)
    }

    async fn follow_up_otherwise(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if envelope.stream.kind == StreamKind::Allegation {
            return self.follow_up_allegation(recorded, cause).await;
        }
        if envelope.stream.kind == StreamKind::Conflict {
            return self.follow_up_conflict(recorded, cause).await;
        }
        if envelope.stream.kind == StreamKind::Register {
            return self.entry_keeps_keepers(recorded, cause).await;
        }
        if envelope.stream.kind == StreamKind::CaseLinks {
            let other_end = self.link_has_two_ends(recorded, cause).await?;
            return Ok(other_end.into_iter().collect());
        }
        if envelope.stream.kind == StreamKind::Pupil {
            let came = self.entry_follows_file(recorded, cause).await?;
            let goes = self.file_follows_leaving(recorded, cause).await?;
            return Ok(came.into_iter().chain(goes).collect());
        }
        if !CAUSES.contains(&envelope.event_type.as_str()) {
            return Ok(Vec::new());
        }
        let Opened::Event(event) = self.parts.vault.open(&recorded.event)? else {
            return Ok(Vec::new());
        };
        self.followed(recorded, cause, event).await
    }

    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "CAUSES names every type that something follows from"
    )]
    async fn followed(
        &self,
        recorded: &Recorded,
        cause: Cause,
        event: Event,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        match event {
            Event::Concern(ConcernEvent::Triaged(triaged))
                if opens_allegation(&triaged.decision) =>
            {
                self.allegation_follows_triage(envelope, cause, triaged)
                    .await
            }
            Event::Concern(ConcernEvent::Triaged(triaged)) => {
                self.case_follows_triage(envelope, cause, triaged).await
            }
            Event::Concern(ConcernEvent::PersonCorrected(corrected)) => {
                let case = self.case_follows_correction(envelope, cause, corrected.clone());
                let case = case.await?;
                let adults = self.allegation_follows_correction(envelope, cause, corrected);
                let mut done: Vec<Done> = case.into_iter().chain(adults.await?).collect();
                let concern = envelope.stream;
                done.extend(self.once_named_stay_out(envelope, cause).await?);
                done.extend(
                    self.concern_keeps_receiver(envelope, cause, concern)
                        .await?,
                );
                done.extend(self.entries_behind_keep_keepers(envelope, cause).await?);
                Ok(done)
            }
            Event::Concern(ConcernEvent::PassedOn(_)) => {
                let mut done = self.once_named_stay_out(envelope, cause).await?;
                let concern = envelope.stream;
                done.extend(
                    self.concern_keeps_receiver(envelope, cause, concern)
                        .await?,
                );
                Ok(done)
            }
            Event::Case(event) if matter_keeps_owner::may_bar(&event) => {
                let mut done = self.case_keeps_owners(envelope, cause).await?;
                done.extend(self.handed_over_stays_shut(envelope, cause).await?);
                done.extend(self.entries_behind_keep_keepers(envelope, cause).await?);
                if let CaseEvent::PersonCorrected(corrected) = &event {
                    let told = self.agencies_told_of_correction(recorded, cause, corrected);
                    done.extend(told.await?);
                }
                if matches!(event, CaseEvent::Reopened(_)) {
                    done.extend(self.corrected_while_closed(recorded).await?);
                }
                Ok(done)
            }
            Event::Case(event) => self.follow_up_steps(envelope, cause, &event).await,
            Event::Referral(ReferralEvent::Submitted(submitted)) => {
                self.steps_follow_referral(envelope, cause, submitted).await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// First the headteacher hears of what is theirs, then the desks have their referrals.
    async fn follow_up_steps(
        &self,
        envelope: &Envelope,
        cause: Cause,
        event: &CaseEvent,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        if let CaseEvent::StepDone(step) = event {
            done.extend(self.head_hears(envelope, cause, step).await?);
        }
        if let Some(moved) = referrals_follow_steps::moves_of_case(event) {
            done.extend(self.referrals_follow_steps(envelope, cause, &moved).await?);
        }
        Ok(done)
    }

    /// Runs what follows from a command that has just been recorded, and what follows from that.
    /// Answers the command with the position up to which all of it stands.
    pub(crate) async fn follow(&self, done: Done) -> Result<Done, AppError> {
        let mut position = done.position;
        let mut waiting = VecDeque::from([done]);
        while let Some(next) = waiting.pop_front() {
            position = position.max(next.position);
            for recorded in self.events_of(&next).await? {
                waiting.extend(self.follow_up(&recorded).await?);
            }
        }
        Ok(Done { position, ..done })
    }

    /// The events of a command: from its first to the revision that it left.
    async fn events_of(&self, done: &Done) -> Result<Vec<Recorded>, AppError> {
        let Some(first) = done.event else {
            return Ok(Vec::new());
        };
        let first = self.recorded(first).await?;
        let from = first.event.envelope.revision;
        let count = done.revision.0.saturating_sub(from.0);
        if count == 0 {
            return Ok(vec![first]);
        }
        let count = u32::try_from(count + 1).unwrap_or(u32::MAX);
        let stream = first.event.envelope.stream;
        Ok(self.parts.journal.read_stream(stream, from, count).await?)
    }

    /// One recorded event.
    pub(crate) async fn recorded(&self, event: EventId) -> Result<Recorded, AppError> {
        self.parts
            .journal
            .find(event)
            .await?
            .ok_or(AppError::NotShown)
    }
}

const fn opens_allegation(decision: &TriageDecision) -> bool {
    match decision {
        TriageDecision::OpenAllegation { .. } | TriageDecision::AddToAllegation { .. } => true,
        TriageDecision::NoFurtherAction
        | TriageDecision::Monitor { .. }
        | TriageDecision::OpenCase { .. }
        | TriageDecision::AddToCase { .. } => false,
    }
}

fn cause_of(recorded: &Recorded) -> Cause {
    let envelope = &recorded.event.envelope;
    Cause {
        causation: envelope.id,
        correlation: envelope.correlation.unwrap_or(envelope.id),
    }
}

/// A refusal is logged and ends there: the fact that it followed from stands.
fn logged(
    recorded: &Recorded,
    followed: Result<Vec<Done>, AppError>,
) -> Result<Vec<Done>, AppError> {
    match followed {
        Err(AppError::Refused(refusal)) => {
            tracing::error!(
                position = recorded.position.0,
                code = refusal.code().name(),
                "what should have followed from an event was refused"
            );
            Ok(Vec::new())
        }
        other => other,
    }
}
