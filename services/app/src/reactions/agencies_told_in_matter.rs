//! A person of an adult's matter was the wrong one, and the name had left: the LADO, the police, the agency that sent
//! the adult are told so, and a breach is assessed (domain.md 1 rule 5, R10, S08).
//!
//! Whom to tell stands in steps of the matter, which are its manager's. The entry of the register is read by others
//! (`breach_of_correction.rs`). Nothing of it stands in a child's case.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_domain::allegation::{Allegation, Record, State};
use lanyard_domain::policy::{Agency, Desk, Shipped};
use lanyard_domain::steps::{Owners, Playbooks, StartPlaybook, wrong_name_left};
use lanyard_events::allegation::{AgencyTold, AllegationEvent, AllegationPersonCorrected};
use lanyard_events::{Envelope, Event, LinkedPerson, PersonRef, Position, Recorded, Revision};
use lanyard_vault::Opened;

use super::agencies_told_of_correction::of_correction;
use super::matter_keeps_owner::unless_refused;
use crate::app::App;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Events read at once.
const BATCH: u32 = 200;

/// Since when the wrong person was named in a matter, and who was told without a referral.
#[derive(Debug, Default)]
struct Named {
    since: Option<Position>,
    told: BTreeSet<String>,
}

impl App {
    /// The steps that follow where a wrong name had left, and the entry that a breach is assessed in.
    pub(super) async fn agencies_told_in_matter(
        &self,
        recorded: &Recorded,
        cause: Cause,
        corrected: &AllegationPersonCorrected,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let loaded = self.load::<Allegation>(envelope.stream).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let told = self.whom_it_went_to(recorded, corrected, record).await?;
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let event_type = envelope.event_type.as_str();
        let people = record.people().into_iter().map(|linked| linked.person);
        let breach = self.breach_assessed(envelope, cause, &corrected.from, people.collect());
        let Some((mut done, number)) = breach.await? else {
            return Ok(Vec::new());
        };
        // In a closed matter nothing begins: it does once that is opened again (`corrected_while_closed.rs`).
        if matches!(loaded.state, State::Open(_)) {
            let start = self.start_of_wrong_name(envelope, record, &told, &number);
            let start = start.await?;
            let reaction = of_correction(envelope, cause, "wrong name");
            let steps = self.react::<Allegation>(reaction, |_, _| start.clone().into());
            done.extend(unless_refused(event_type, steps.await)?);
        }
        Ok(done)
    }

    /// Desks to which the wrong name may have gone: each once, as people call it.
    async fn whom_it_went_to(
        &self,
        recorded: &Recorded,
        corrected: &AllegationPersonCorrected,
        record: &Record,
    ) -> Result<Vec<&'static str>, AppError> {
        let named = self
            .named_in(recorded, &corrected.from, &record.playbooks)
            .await?;
        let since = named.since.unwrap_or(Position(0));
        let by_referral = self
            .desks_told(recorded.event.envelope.stream, since..recorded.position)
            .await?;
        let otherwise = { named.told.iter() }
            .filter_map(|agency| Shipped::get().desk_named(agency))
            // To some desks no name ever goes.
            .filter(|desk| desk.names_allowed);
        let desks: BTreeMap<Agency, &'static Desk> = { by_referral.into_values() }
            .chain(otherwise)
            .map(|desk| (desk.id, desk))
            .collect();
        Ok(desks.values().map(|desk| desk.short.as_str()).collect())
    }

    /// Looks through the matter up to the correction. Of what was erased the wrong person may have been named in
    /// all.
    async fn named_in(
        &self,
        recorded: &Recorded,
        wrong: &PersonRef,
        playbooks: &Playbooks,
    ) -> Result<Named, AppError> {
        let stream = recorded.event.envelope.stream;
        let mut named = Named::default();
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            let read = batch.len();
            for before in batch {
                if before.position >= recorded.position {
                    return Ok(named);
                }
                from = before.event.envelope.revision.next();
                match self.parts.vault.open(&before.event)? {
                    Opened::Event(Event::Allegation(event)) => {
                        let by_itself = before.event.envelope.causation.is_some();
                        named.take((before.position, by_itself), &event, wrong, playbooks);
                    }
                    Opened::Event(_) | Opened::Erased => {
                        named.since.get_or_insert(before.position);
                    }
                }
            }
            if read < BATCH as usize {
                return Ok(named);
            }
        }
    }

    async fn start_of_wrong_name(
        &self,
        envelope: &Envelope,
        record: &Record,
        told: &[&'static str],
        entry: &str,
    ) -> Result<StartPlaybook, AppError> {
        let playbook = wrong_name_left(envelope.revision, told.iter().copied(), entry);
        let start = self
            .start_of(
                playbook.into(),
                envelope.academy,
                record.owner,
                &[],
                Some(envelope.stream),
            )
            .await?;
        Ok(StartPlaybook {
            // A step by itself already says that there is a matter (ADR 19).
            owners: Owners {
                by_role: BTreeMap::new(),
                raiser: None,
                otherwise: record.owner,
            },
            counts_from: envelope.proposed_at,
            known_at: envelope.proposed_at,
            ..start
        })
    }
}

impl Named {
    /// `by_itself` says of an event that the record itself did it.
    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "nothing else names anybody or says that somebody outside was told"
    )]
    fn take(
        &mut self,
        (at, by_itself): (Position, bool),
        event: &AllegationEvent,
        wrong: &PersonRef,
        playbooks: &Playbooks,
    ) {
        let is_wrong = |linked: &LinkedPerson| linked.person == *wrong;
        let names = match event {
            AllegationEvent::Opened(opened) => opened.people.iter().any(is_wrong),
            AllegationEvent::ConcernAdded(added) => added.people.iter().any(is_wrong),
            AllegationEvent::PersonLinked(linked) => is_wrong(&linked.person),
            AllegationEvent::PersonMatched(matched) => wrong.staff() == Some(matched.staff),
            AllegationEvent::PersonCorrected(corrected) if corrected.from == *wrong => {
                // Of what left until then that correction has asked already.
                *self = Self::default();
                false
            }
            AllegationEvent::PersonCorrected(corrected) => corrected.to == *wrong,
            // What a referral did was told by that, whenever the step began: it counts with the referral.
            AllegationEvent::StepDone(done) if done.reference.is_some() && !by_itself => {
                let task = playbooks.task(&done.name);
                if let Some([desk]) = task.map(|task| task.step.refers_to.as_slice()) {
                    self.tell(desk);
                }
                false
            }
            AllegationEvent::OutcomeRecorded(recorded) => {
                if recorded.agency_told == AgencyTold::Yes {
                    self.tell(Agency::SupplyAgency.name());
                }
                false
            }
            _ => false,
        };
        if names {
            self.since.get_or_insert(at);
        }
    }

    /// Somebody was told outside any referral; of whom was not named then, they were told nothing.
    fn tell(&mut self, agency: &str) {
        if self.since.is_some() {
            self.told.insert(agency.to_owned());
        }
    }
}
