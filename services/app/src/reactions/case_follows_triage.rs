//! A concern triaged into a case: the case is opened, or takes the concern in.
//!
//! Triage stands first. A crash between hides too much, never too little: the concern is out of the
//! inbox and its case comes with the worker's next look.

use std::sync::Arc;

use lanyard_domain::case::{AddConcern, Case, Open};
use lanyard_domain::concern::{Concern, Matter};
use lanyard_domain::{Senior, reference};
use lanyard_events::concern::{ConcernTriaged, TriageDecision};
use lanyard_events::{Actor, CaseId, ConcernId, Envelope};

use super::shut_out::ShutOut;
use crate::app::App;
use crate::case::proposed_for;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn case_follows_triage(
        &self,
        envelope: &Envelope,
        cause: Cause,
        triaged: ConcernTriaged,
    ) -> Result<Vec<Done>, AppError> {
        let (case, is_new) = match triaged.decision {
            TriageDecision::OpenCase { case } => (case, true),
            TriageDecision::AddToCase { case } => (case, false),
            TriageDecision::NoFurtherAction
            | TriageDecision::Monitor { .. }
            | TriageDecision::OpenAllegation { .. }
            | TriageDecision::AddToAllegation { .. } => return Ok(Vec::new()),
        };
        let loaded = self.load::<Concern>(envelope.stream).await?;
        let Some(matter) = loaded.state.matter() else {
            return Ok(Vec::new());
        };
        // Whoever is linked is shut out by the link; a conflict marked by hand is carried over.
        let what = ShutOut {
            matter: case.stream(),
            routed_to: &matter.routed_to,
            people: &[],
            origins: &[envelope.stream],
            keeps_lifted: false,
        };
        let mut follow = self.shut_out(envelope, cause, &what).await?;
        let reaction = Reaction {
            stream: case.stream(),
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, "case"),
        };
        let concern = ConcernId::new(envelope.stream.uuid);
        let done = if is_new {
            let open = self.opening(envelope, case, matter, &triaged).await?;
            self.react::<Case>(reaction, |_, _| open.clone().into())
                .await?
        } else {
            let add = AddConcern {
                concern,
                people: matter.people.clone(),
            };
            self.react::<Case>(reaction, |_, _| add.clone().into())
                .await?
        };
        follow.push(done);
        Ok(follow)
    }

    /// Whoever triaged owns the case; they were permitted to, so they are an unconflicted senior here.
    /// The playbook of its category starts with it, or the steps that all have in common, counted from when
    /// it was known.
    async fn opening(
        &self,
        envelope: &Envelope,
        case: CaseId,
        matter: &Matter,
        triaged: &ConcernTriaged,
    ) -> Result<Open, AppError> {
        let Actor::Staff(staff) = envelope.actor else {
            return Err(AppError::Internal {
                what: "a concern was triaged by nobody on the staff register",
                source: None,
            });
        };
        let in_force = self.in_force()?;
        // No case is without "danger now?" and its clock: where no playbook opens for the category, the
        // opening and closing steps of every situation do.
        let playbook = proposed_for(&in_force, &matter.category).unwrap_or(&in_force.common);
        let people: Vec<_> = { matter.people.iter() }
            .filter_map(|linked| crate::caller::key_of(&linked.person))
            .collect();
        let start = self.start_of(Arc::clone(playbook), envelope.academy, staff, &people, None);
        let mut playbook = start.await?;
        playbook.counts_from = self.known_at(envelope.stream).await?;
        playbook.known_at = playbook.counts_from;
        let raiser = self.raiser_of(envelope.stream, envelope.academy, &people, None);
        playbook.owners.raiser = raiser.await?;
        Ok(Open {
            concern: ConcernId::new(envelope.stream.uuid),
            category: matter.category.clone(),
            people: matter.people.clone(),
            routed_to: matter.routed_to.clone(),
            owner: Senior::looked_up(staff),
            reason: triaged.reason.clone(),
            reference: reference::of_command(&command_id::of_reaction(
                envelope.id,
                &case.to_string(),
            )),
            playbook: Some(playbook),
        })
    }
}
