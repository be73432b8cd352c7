//! What follows from a conflict of interest (domain.md 1 rule 1, S04), in this order:
//!
//! 1. What belongs to the matter is closed with it: the concerns of a case, and what was handed to the
//!    headteacher out of it (`handed_over.rs`); an adult's matter with its concerns and the children's cases.
//! 2. An unconflicted senior is asked to confirm or lift it within one working day.
//! 3. Whatever of it the conflicted person had in hand goes to the next unconflicted senior; a concern that
//!    nobody to whom it went can decide on any more is sent on. Of an entry of a register that is its clocks
//!    (`entry_keeps_keepers.rs`).
//!
//! What was closed with another matter nobody has to confirm. It is a restriction all the same, and an
//! unconflicted senior looks at it again in 90 days (domain.md 1 rule 2); a concern is looked at with what it
//! is part of. Of a child's case that is the head or the trust lead: whoever works in it would learn by the
//! question who has a part in a matter about an adult.
//!
//! Lifting the conflict in a case opens its concerns again that were closed with it. Everything else is
//! lifted by itself: a child's case may be closed to somebody for another reason too, and what was handed over
//! out of a case is nothing that its readers decide about.

use std::collections::BTreeSet;

use lanyard_access::{PersonKey, RoleSet};
use lanyard_domain::Senior;
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::clock::{CLOSE_OF_DAY, hours_deadline, working_day_deadline};
use lanyard_domain::concern::{Concern, Stage};
use lanyard_domain::conflict::{
    AddMatter, AskReview, Conflict, LiftMatter, MatterStanding, PlanPersonReview, PlanReview,
};
use lanyard_events::conflict::{
    ConflictEvent, ConflictMatterAdded, ConflictMatterLifted, ConflictPersonAdded,
};
use lanyard_events::{
    Actor, ConflictId, Envelope, Event, EventId, Recorded, Revision, Role, StaffId, StreamId,
    StreamKind,
};
use lanyard_projections::access_row::access_row;
use lanyard_projections::{caseload, directory};
use lanyard_vault::Opened;

use crate::app::App;
use crate::caller::key_of;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Restrictions are reviewed every 90 days (domain.md 1 rule 2).
pub(super) const REVIEWED_AFTER_HOURS: u32 = 90 * 24;
/// Events of a conflict stream read to find what was closed with a matter; a stream is a handful long.
const WHOLE_STREAM: u32 = 4_096;

impl App {
    pub(super) async fn follow_up_conflict(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let Opened::Event(Event::Conflict(event)) = self.parts.vault.open(&recorded.event)? else {
            return Ok(Vec::new());
        };
        match event {
            ConflictEvent::MatterAdded(added) => {
                let mut done = self.close_with(envelope, cause, &added).await?;
                // The views say who holds which role, and what is open.
                self.wait_for(recorded.position).await?;
                let Some(staff) = self.owner_of_conflicts(envelope)? else {
                    return Ok(done);
                };
                // First somebody who can decide about it has to see it.
                let let_in = self.entry_lets_in(envelope, cause, added.matter);
                done.extend(let_in.await?);
                done.extend(
                    self.ask_review(envelope, cause, added.matter, staff)
                        .await?,
                );
                done.extend(self.hand_on(envelope, cause, added.matter, staff).await?);
                let entries = self.entries_handed_on(envelope, cause, added.matter, staff);
                done.extend(entries.await?);
                let concern = self.concern_keeps_receiver(envelope, cause, added.matter);
                done.extend(concern.await?);
                Ok(done)
            }
            ConflictEvent::PersonAdded(added) => {
                let person = key_of(&added.person);
                let mut done = self.hand_on_all(recorded, cause, person).await?;
                done.extend(self.plan_person_review(envelope, cause, added).await?);
                Ok(done)
            }
            ConflictEvent::MatterLifted(lifted) => self.open_with(envelope, cause, &lifted).await,
            ConflictEvent::ReviewAsked(_)
            | ConflictEvent::ReviewPlanned(_)
            | ConflictEvent::PersonReviewPlanned(_)
            | ConflictEvent::PersonReviewed(_)
            | ConflictEvent::PersonLifted(_)
            | ConflictEvent::MatterConfirmed(_)
            | ConflictEvent::MatterReviewed(_) => Ok(Vec::new()),
        }
    }

    /// Whose conflict stream it is, as far as the views know.
    fn owner_of_conflicts(&self, envelope: &Envelope) -> Result<Option<StaffId>, AppError> {
        let conflict = ConflictId::new(envelope.stream.uuid);
        Ok(self
            .reader
            .read(|views| directory::staff_of_conflict(views, conflict))?)
    }

    async fn close_with(
        &self,
        envelope: &Envelope,
        cause: Cause,
        added: &ConflictMatterAdded,
    ) -> Result<Vec<Done>, AppError> {
        let mut closed = Vec::new();
        // A replay, after a restore, closes nothing again that was opened since.
        let lifted = self.lifted_since(envelope).await?;
        let matters = self.closed_with(added.matter).await?;
        for matter in { matters.into_iter() }.filter(|it| !lifted.contains(it)) {
            let add = AddMatter {
                matter,
                reason: added.reason.clone(),
            };
            let reaction = reaction(envelope, cause, &matter.to_string());
            let done = self.react::<Conflict>(reaction, |_, _| add.clone().into());
            closed.push(done.await?);
        }
        Ok(closed)
    }

    /// What was lifted after an event of somebody's conflict stream.
    async fn lifted_since(&self, envelope: &Envelope) -> Result<BTreeSet<StreamId>, AppError> {
        let (stream, from) = (envelope.stream, envelope.revision.next());
        let since = self.parts.journal.read_stream(stream, from, WHOLE_STREAM);
        let mut lifted = BTreeSet::new();
        for recorded in since.await? {
            if let Opened::Event(Event::Conflict(ConflictEvent::MatterLifted(it))) =
                self.parts.vault.open(&recorded.event)?
            {
                lifted.insert(it.matter);
            }
        }
        Ok(lifted)
    }

    /// What is closed with a matter.
    pub(super) async fn closed_with(&self, matter: StreamId) -> Result<Vec<StreamId>, AppError> {
        if matter.kind == StreamKind::Concern {
            let loaded = self.load::<Concern>(matter).await?;
            let stage = loaded.state.matter().map(|concern| &concern.stage);
            return Ok(match stage {
                Some(Stage::InAllegation(allegation)) => vec![allegation.stream()],
                Some(Stage::InCase(case)) => vec![case.stream()],
                Some(Stage::Untriaged | Stage::Assessed(_)) | None => Vec::new(),
            });
        }
        if matter.kind == StreamKind::Case {
            let loaded = self.load::<Case>(matter).await?;
            let concerns = { loaded.state.record() }.map(|record| record.concerns.clone());
            let handed_over = self.handed_over_out_of(matter).await?;
            // A child's case comes from no concern but names one by its own id (ADR 14).
            return Ok({ concerns.unwrap_or_default().into_iter() }
                .filter(|concern| concern.uuid() != matter.uuid)
                .map(|concern| concern.stream())
                .chain(handed_over.into_keys())
                .collect());
        }
        if matter.kind != StreamKind::Allegation {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Allegation>(matter).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let concerns = { record.concerns.iter() }.map(|concern| concern.stream());
        let cases = { record.child_cases.keys() }.map(|case| case.stream());
        Ok(concerns.chain(cases).collect())
    }

    /// Somebody else than the one who marked it, where there is somebody else. What was closed with
    /// another matter is confirmed with that.
    async fn ask_review(
        &self,
        envelope: &Envelope,
        cause: Cause,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<Option<Done>, AppError> {
        if envelope.causation.is_some() {
            return self.plan_review(envelope, cause, matter, staff).await;
        }
        let row = self.reader.read(|views| access_row(views, matter))?;
        let owner = match envelope.actor {
            Actor::Staff(marker) => match self.next_in_line(&row, &[staff, marker]).await? {
                Some(other) => Some(other),
                None => self.next_in_line(&row, &[staff]).await?,
            },
            Actor::Client(_) | Actor::System | Actor::Public => {
                self.next_in_line(&row, &[staff]).await?
            }
        };
        let due = working_day_deadline(envelope.proposed_at, 1, CLOSE_OF_DAY);
        let due = due.map_err(|error| AppError::internal("a working day", error))?;
        let ask = AskReview {
            matter,
            owner,
            due: due.of_rule("conflict"),
            had_in_hand: self.has_in_hand(matter, staff).await?,
        };
        let reaction = reaction(envelope, cause, "review");
        let done = self.react::<Conflict>(reaction, |_, _| ask.clone().into());
        done.await.map(Some)
    }

    /// Nobody marked it, so nobody confirms it; somebody looks at it again.
    async fn plan_review(
        &self,
        envelope: &Envelope,
        cause: Cause,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<Option<Done>, AppError> {
        if matter.kind == StreamKind::Concern
            && (self.came_with_another(envelope).await? && self.is_part_of_more(matter).await?)
        {
            return Ok(None);
        }
        // What is closed before it begins is in the views after that.
        self.wait_for(self.head()).await?;
        let mut row = self.reader.read(|views| access_row(views, matter))?;
        let own = ConflictId::new(envelope.stream.uuid);
        if self.exclusions(own).await?.bars(&row.people) {
            // Whom it names already, and who is close to them: it is not this that keeps them out.
            return Ok(None);
        }
        if matter.kind == StreamKind::Case || row.routed_to.contains(Role::Dsl) {
            row.routed_to = RoleSet::from_roles([Role::Head, Role::TrustLead]);
        }
        let plan = PlanReview {
            matter,
            owner: self.next_in_line(&row, &[staff]).await?,
            due: hours_deadline(envelope.proposed_at, REVIEWED_AFTER_HOURS).of_rule("conflict"),
        };
        let reaction = reaction(envelope, cause, "planned review");
        let done = self.react::<Conflict>(reaction, |_, _| plan.clone().into());
        done.await.map(Some)
    }

    /// Whether a matter was closed because another one was: it is no restriction of its own.
    async fn came_with_another(&self, envelope: &Envelope) -> Result<bool, AppError> {
        let Some(causation) = envelope.causation else {
            return Ok(false);
        };
        let because_of = self.recorded(causation).await?;
        Ok(because_of.event.envelope.stream.kind == StreamKind::Conflict)
    }

    /// Whether somebody is still close is looked at by a senior who is close to neither.
    async fn plan_person_review(
        &self,
        envelope: &Envelope,
        cause: Cause,
        added: ConflictPersonAdded,
    ) -> Result<Option<Done>, AppError> {
        let (Some(staff), Some(person)) =
            (self.owner_of_conflicts(envelope)?, key_of(&added.person))
        else {
            return Ok(None);
        };
        let own = PersonKey::Staff(staff);
        if person == own {
            return Ok(None);
        }
        let academy = self
            .reader
            .read(|views| access_row(views, staff.stream()))?
            .academy;
        let either = [own, person];
        let mut owner = None;
        for role in [Role::Head, Role::TrustLead, Role::Chair] {
            let holders = self.unconflicted_holders(role, academy, &either, None);
            owner = holders.await?.first().copied();
            if owner.is_some() {
                break;
            }
        }
        let plan = PlanPersonReview {
            person: added.person,
            owner,
            due: hours_deadline(envelope.proposed_at, REVIEWED_AFTER_HOURS).of_rule("conflict"),
        };
        let reaction = reaction(envelope, cause, "planned review");
        let done = self.react::<Conflict>(reaction, |_, _| plan.clone().into());
        done.await.map(Some)
    }

    /// Somebody has come to be close to a person: whatever they have in hand of matters linking that
    /// person goes to others.
    async fn hand_on_all(
        &self,
        recorded: &Recorded,
        cause: Cause,
        person: Option<PersonKey>,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        // Whoever is only being registered has nothing in hand yet.
        let Some(staff) = self.owner_of_conflicts(envelope)? else {
            return Ok(Vec::new());
        };
        self.wait_for(recorded.position).await?;
        let mut done = Vec::new();
        let in_hand = self.reader.read(|views| caseload::in_hand(views, staff))?;
        for matter in in_hand {
            done.extend(self.hand_on(envelope, cause, matter, staff).await?);
        }
        if let Some(person) = person {
            let concerns = self.concerns_keep_receivers(envelope, cause, person);
            done.extend(concerns.await?);
        }
        Ok(done)
    }

    /// The concerns of a case are opened again that were closed with it and of which nothing else was
    /// decided since.
    async fn open_with(
        &self,
        envelope: &Envelope,
        cause: Cause,
        lifted: &ConflictMatterLifted,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let (StreamKind::Case, Actor::Staff(by)) = (lifted.matter.kind, envelope.actor) else {
            return Ok(done);
        };
        let Some(owner) = self.owner_of_conflicts(envelope)? else {
            return Ok(done);
        };
        let handed_over = self.handed_over_out_of(lifted.matter).await?;
        let mut closed = self.closed_because_of(envelope, lifted.matter).await?;
        closed.retain(|matter| !handed_over.contains_key(matter));
        for matter in closed {
            let loaded = self.load::<Conflict>(envelope.stream).await?;
            if loaded.state.standing(&matter) != Some(MatterStanding::Marked) {
                continue;
            }
            let lift = LiftMatter {
                matter,
                owner,
                // They were an unconflicted senior in the case that it belongs to.
                by: Senior::looked_up(by),
                second: None,
                reason: lifted.reason.clone(),
            };
            let reaction = reaction(envelope, cause, &format!("open {matter}"));
            let opened = self.react::<Conflict>(reaction, |_, _| lift.clone().into());
            done.push(opened.await?);
        }
        Ok(done)
    }

    /// The concerns that were closed with a case when it was marked last before an event.
    async fn closed_because_of(
        &self,
        before: &Envelope,
        case: StreamId,
    ) -> Result<Vec<StreamId>, AppError> {
        let stream = self
            .parts
            .journal
            .read_stream(before.stream, Revision(0), WHOLE_STREAM);
        let mut marked: Option<EventId> = None;
        let mut closed = Vec::new();
        for recorded in stream.await? {
            let envelope = &recorded.event.envelope;
            if envelope.revision >= before.revision {
                break;
            }
            let Opened::Event(Event::Conflict(ConflictEvent::MatterAdded(added))) =
                self.parts.vault.open(&recorded.event)?
            else {
                continue;
            };
            if added.matter == case {
                marked = Some(envelope.id);
                closed.clear();
            } else if marked.is_some() && envelope.causation == marked {
                closed.push(added.matter);
            }
        }
        closed.retain(|matter| matter.kind == StreamKind::Concern);
        Ok(closed)
    }
}

fn reaction(envelope: &Envelope, cause: Cause, what: &str) -> Reaction {
    Reaction {
        stream: envelope.stream,
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, what),
    }
}
