//! What a step of a pupil's case handed to the headteacher is closed to everybody to whom the case is, whenever
//! that came about (domain.md 1 rule 1). Before the handover `head_hears.rs` sees to it. Afterwards:
//!
//! 1. Whoever marks somebody in the case closes first what was handed over, and then the case: a crash between
//!    hides too much, never too little.
//! 2. Whoever comes to be linked to the case is shut out of it by the link, and here out of what was handed over.
//!
//! What the concern has become part of is closed with it, as with any mark (`conflict_follows_matter.rs`). Lifting
//! the conflict in the case opens none of it: those who decide about the case know of no concern.

use std::collections::BTreeMap;

use lanyard_domain::Aggregate;
use lanyard_domain::case::Case;
use lanyard_domain::concern::{Concern, Stage, State};
use lanyard_domain::conflict::{AddMatter, Conflict};
use lanyard_domain::steps::is_handed_over;
use lanyard_events::case::CaseEvent;
use lanyard_events::{Envelope, Event, Revision, Sensitive, StaffId, StreamId, StreamKind};
use lanyard_vault::Opened;

use super::head_hears::is_taken_along;
use super::shut_out::{REASON, ShutOut};
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::submit::Cause;

const STEP_DONE: &str = "case.step_done";
/// Events of a case read at once.
const BATCH: u32 = 512;

impl App {
    /// Closes to somebody what was handed over out of a case, before the case itself is closed to them.
    pub(crate) async fn close_handed_over(
        &self,
        context: &Context,
        of_case: &AddMatter,
        staff: StaffId,
    ) -> Result<(), AppError> {
        let handed_over = self.handed_over_out_of(of_case.matter).await?;
        let Some(row) = self.staff_row(staff)?.filter(|_| !handed_over.is_empty()) else {
            return Ok(());
        };
        let stream = row.conflict.stream();
        let loaded = self.load::<Conflict>(stream).await?;
        let now = self.now();
        // What is refused of the case closes nothing, nor does what changes nothing: what was lifted since stays so.
        if Conflict::decide(&loaded.state, of_case.clone().into(), now)?.is_empty() {
            return Ok(());
        }
        let (command, _) = context.command()?;
        for (concern, answer) in handed_over {
            let reaction = Reaction {
                stream,
                academy: loaded.academy,
                actor: context.caller.actor,
                occurred_at: now,
                cause: cause_of(&answer),
                id: command_id::of_reaction(answer.id, &format!("{command} closes {concern}")),
            };
            let closed = self.react::<Conflict>(reaction, |_, _| close(concern).into());
            self.follow(closed.await?).await?;
        }
        Ok(())
    }

    /// Somebody may have come into a case who must not see what was handed over out of it. What two seniors have
    /// lifted stays lifted: neither the next event of the case nor a replay closes it again.
    pub(super) async fn handed_over_stays_shut(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let case = envelope.stream;
        let handed_over = self.handed_over_out_of(case).await?;
        if handed_over.is_empty() {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Case>(case).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let people: Vec<_> = { record.links.people() }
            .filter(|linked| is_taken_along(linked))
            .cloned()
            .collect();
        let mut done = Vec::new();
        for concern in handed_over.into_keys() {
            let loaded = self.load::<Concern>(concern).await?;
            let routed_to = { loaded.state.matter() }.map(|matter| matter.routed_to.clone());
            let what = ShutOut {
                matter: concern,
                routed_to: &routed_to.unwrap_or_default(),
                people: &people,
                origins: &[case],
                keeps_lifted: true,
            };
            done.extend(self.shut_out(envelope, cause, &what).await?);
        }
        Ok(done)
    }

    /// The concerns that were handed over out of a case, each with the event of the answer that did it; one that
    /// is still on its way too.
    pub(super) async fn handed_over_out_of(
        &self,
        case: StreamId,
    ) -> Result<BTreeMap<StreamId, Envelope>, AppError> {
        let mut found = BTreeMap::new();
        if case.kind != StreamKind::Case {
            return Ok(found);
        }
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(case, from, BATCH).await?;
            let Some(last) = batch.last() else {
                return Ok(found);
            };
            from = last.event.envelope.revision.next();
            for recorded in &batch {
                let envelope = &recorded.event.envelope;
                if envelope.event_type.as_str() != STEP_DONE {
                    continue;
                }
                let Opened::Event(Event::Case(CaseEvent::StepDone(done))) =
                    self.parts.vault.open(&recorded.event)?
                else {
                    continue;
                };
                if !is_handed_over(&(&done).into()) {
                    continue;
                }
                let first = command_id::of_handover(case, &done.name, None).stream();
                let again = command_id::of_handover(case, &done.name, Some(envelope.id)).stream();
                found.entry(first).or_insert_with(|| envelope.clone());
                if !matches!(self.load::<Concern>(again).await?.state, State::Absent) {
                    found.insert(again, envelope.clone());
                }
            }
        }
    }

    /// Whether a concern is part of something, and looked at with that.
    pub(super) async fn is_part_of_more(&self, concern: StreamId) -> Result<bool, AppError> {
        let loaded = self.load::<Concern>(concern).await?;
        let stage = loaded.state.matter().map(|matter| &matter.stage);
        Ok(matches!(
            stage,
            Some(Stage::InCase(_) | Stage::InAllegation(_))
        ))
    }
}

fn close(matter: StreamId) -> AddMatter {
    AddMatter {
        matter,
        reason: Sensitive::from(REASON),
    }
}

fn cause_of(answer: &Envelope) -> Cause {
    Cause {
        causation: answer.id,
        correlation: answer.correlation.unwrap_or(answer.id),
    }
}
