//! A step of a case or an adult's matter sends it to a desk, or does not any more: a referral of its own is needed, or
//! called off (R3 to R8).
//!
//! The step stands first. A crash between hides nothing: the step itself is due, and the referral
//! comes with the worker's next look.

use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::policy::{Agency, Desk, Owner, Shipped};
use lanyard_domain::reference;
use lanyard_domain::referral::{CallOff, Need, Referral, Stage};
use lanyard_domain::steps::{Playbooks, Task};
use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::concern::Due;
use lanyard_events::step::{StepMoves, StepName, StepReferral};
use lanyard_events::{At, CategoryId, Envelope, Sensitive, StaffId, StreamId, StreamKind};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// What an event of steps moves, and the reason that goes with it.
pub(super) struct Moved<'a> {
    moves: &'a StepMoves,
    reason: Option<&'a Sensitive<String>>,
}

/// What a referral has to know of the matter that it comes out of.
struct OutOf {
    category: CategoryId,
    owner: StaffId,
    playbooks: Playbooks,
    counts_from: At,
}

/// Desks that an adult's matter tells once.
pub(super) const ONCE: [Agency; 3] = [Agency::Lado, Agency::Dbs, Agency::Tra];

impl App {
    pub(super) async fn referrals_follow_steps(
        &self,
        envelope: &Envelope,
        cause: Cause,
        moved: &Moved<'_>,
    ) -> Result<Vec<Done>, AppError> {
        let Moved { moves, reason } = *moved;
        let mut done = Vec::new();
        if moves.needed.is_empty() && moves.dropped.is_empty() {
            return Ok(done);
        }
        let Some(out_of) = self.out_of(envelope).await? else {
            return Ok(done);
        };
        for needed in &moves.needed {
            let due = due_of(moves, &needed.name);
            done.extend(self.need(envelope, cause, &out_of, needed, due).await?);
        }
        for dropped in &moves.dropped {
            let reason = reason.cloned().unwrap_or_else(|| {
                Sensitive::from(format!("Step {} does not ask for it.", dropped.name.step))
            });
            let reaction = reaction(envelope, cause, dropped, "not made");
            let own = self.load::<Referral>(reaction.stream).await?;
            if own.state.record().is_none() {
                // The desk is told by another referral, which is not this step's to call off.
                continue;
            }
            let call_off = CallOff {
                reason,
                second: None,
                by: None,
            };
            let off = self.react::<Referral>(reaction, |_, _| call_off.clone().into());
            done.push(off.await?);
        }
        Ok(done)
    }

    /// R3 counts from when the employer knew of the adult: the raising of the first concern.
    async fn out_of(&self, envelope: &Envelope) -> Result<Option<OutOf>, AppError> {
        if envelope.stream.kind == StreamKind::Allegation {
            let loaded = self.load::<Allegation>(envelope.stream).await?;
            let Some(record) = loaded.state.record() else {
                return Ok(None);
            };
            return Ok(Some(OutOf {
                category: record.category.clone(),
                owner: record.owner,
                playbooks: record.playbooks.clone(),
                counts_from: self.known_of(record).await?,
            }));
        }
        let loaded = self.load::<Case>(envelope.stream).await?;
        Ok(loaded.state.record().map(|record| OutOf {
            category: record.category.clone(),
            owner: record.owner,
            playbooks: record.playbooks.clone(),
            counts_from: envelope.proposed_at,
        }))
    }

    /// Whether another referral of the adult's matter than the step's own tells the desk: the LADO, the DBS
    /// and the TRA are told once, whatever says so (R3). One that had been decided against before the step
    /// was answered does not.
    async fn is_told_otherwise(
        &self,
        envelope: &Envelope,
        out_of: &OutOf,
        desk: &Desk,
        own: StreamId,
    ) -> Result<bool, AppError> {
        if envelope.stream.kind != StreamKind::Allegation || !ONCE.contains(&desk.id) {
            return Ok(false);
        }
        let all = self
            .referrals_to(envelope.stream, &out_of.playbooks, desk.id)
            .await?;
        Ok({ all.iter() }
            .filter(|it| it.stream != own)
            .any(|it| it.stage != Stage::NotMade || it.newest_at > envelope.proposed_at))
    }

    async fn need(
        &self,
        envelope: &Envelope,
        cause: Cause,
        out_of: &OutOf,
        needed: &StepReferral,
        due: Option<Due>,
    ) -> Result<Option<Done>, AppError> {
        let Some(desk) = Shipped::get().desk_named(&needed.agency) else {
            return Ok(None);
        };
        // Desks that are told of adults are told out of the adult's matter, which no case knows; the
        // headteacher hears of it otherwise.
        if desk.about_adults && envelope.stream.kind == StreamKind::Case {
            return Ok(None);
        }
        let reaction = reaction(envelope, cause, needed, "needed");
        if self
            .is_told_otherwise(envelope, out_of, desk, reaction.stream)
            .await?
        {
            return Ok(None);
        }
        let task = out_of.playbooks.task(&needed.name);
        let need = Need {
            desk,
            matter: envelope.stream,
            category: out_of.category.clone(),
            authority: self.authority_of(envelope.academy)?,
            step: Some(needed.name.clone()),
            settled: true,
            reason: None,
            owner: task.map_or(out_of.owner, |task| works_it(task, out_of.owner)),
            counts_from: out_of.counts_from,
            step_due: due,
            calendar: self.calendar_at(envelope.academy).await?,
            reference: reference::of_command(&reaction.id),
        };
        let done = self
            .react::<Referral>(reaction, |_, _| need.clone().into())
            .await?;
        Ok(Some(done))
    }
}

impl<'a> Moved<'a> {
    const fn new(moves: &'a StepMoves, reason: Option<&'a Sensitive<String>>) -> Option<Self> {
        Some(Self { moves, reason })
    }

    /// Whether a step begins with it.
    pub(super) const fn begins(&self) -> bool {
        !self.moves.begun.is_empty()
    }
}

/// What an event of a case moves.
pub(super) const fn moves_of_case(event: &CaseEvent) -> Option<Moved<'_>> {
    match event {
        CaseEvent::PlaybookStarted(started) => Moved::new(&started.moves, None),
        CaseEvent::StepDone(done) => Moved::new(&done.moves, done.text.as_ref()),
        CaseEvent::StepSkipped(skipped) => Moved::new(&skipped.moves, Some(&skipped.reason)),
        CaseEvent::Opened(_)
        | CaseEvent::ConcernAdded(_)
        | CaseEvent::NoteAdded(_)
        | CaseEvent::ActionPlanned(_)
        | CaseEvent::ActionDone(_)
        | CaseEvent::ActionGiven(_)
        | CaseEvent::ParentsContacted(_)
        | CaseEvent::ParentsNotTold(_)
        | CaseEvent::StepGiven(_)
        | CaseEvent::PlanSet(_)
        | CaseEvent::PlanEnded(_)
        | CaseEvent::Assessed(_)
        | CaseEvent::WishesHeard(_)
        | CaseEvent::MeasureTaken(_)
        | CaseEvent::MeasureEnded(_)
        | CaseEvent::PersonLinked(_)
        | CaseEvent::PersonCorrected(_)
        | CaseEvent::OwnerChanged(_)
        | CaseEvent::OwnerLost(_)
        | CaseEvent::InvestigationRecorded(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::Closed(_)
        | CaseEvent::Reopened(_)
        | CaseEvent::Held(_)
        | CaseEvent::HoldLifted(_)
        | CaseEvent::GovernorsTold(_) => None,
    }
}

/// What an event of an adult's matter moves.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "all else of such a matter moves no step; its reactions list every event"
)]
pub(super) const fn moves_of_allegation(event: &AllegationEvent) -> Option<Moved<'_>> {
    match event {
        AllegationEvent::PlaybookStarted(started) => Moved::new(&started.moves, None),
        AllegationEvent::StepDone(done) => Moved::new(&done.moves, done.text.as_ref()),
        AllegationEvent::StepSkipped(skipped) => Moved::new(&skipped.moves, Some(&skipped.reason)),
        _ => None,
    }
}

fn due_of(moves: &StepMoves, name: &StepName) -> Option<Due> {
    let begun = { moves.begun.iter() }.find(|begun| begun.name == *name);
    begun.and_then(|begun| begun.due_at.clone())
}

/// Who has the referral of a step in hand: whose the step is, but for whoever raised the concern, who sees
/// neither the case nor its referrals (R5).
fn works_it(task: &Task, owner: StaffId) -> StaffId {
    let raiser = Owner::Raiser.to_string();
    if task.step.roles.first() == Some(&raiser) {
        owner
    } else {
        task.owner
    }
}

fn reaction(envelope: &Envelope, cause: Cause, referral: &StepReferral, what: &str) -> Reaction {
    let StepReferral { name, agency, .. } = referral;
    Reaction {
        stream: stream_of(envelope.stream, name, agency),
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(
            envelope.id,
            &format!("{what} {} {} {agency}", name.playbook, name.step),
        ),
    }
}

/// The referral of one desk for one step of one case: always the same, however often the answer to
/// the step is changed.
pub(crate) fn stream_of(case: StreamId, name: &StepName, agency: &str) -> StreamId {
    command_id::of_referral(case, &[&name.playbook, &name.step, agency])
}
