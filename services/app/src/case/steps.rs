//! Playbooks of a case: those that run, and starting one. Its steps are done as those of an adult's matter are
//! (`crate::steps`).

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, State};
use lanyard_domain::policy::Matrix;
use lanyard_domain::steps::StartPlaybook;
use lanyard_domain::{Code, Refusal};
use lanyard_events::{At, CaseId, Sensitive};
use lanyard_projections::playbook_steps::{RunningPlaybook, playbooks_of_case};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::known::ByHand;
use crate::load::Loaded;

impl App {
    /// The playbooks that run in a case, with their steps, and the matrix by which it goes where a step
    /// asks for a kind of it.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn case_playbooks(
        &self,
        context: &Context,
        id: CaseId,
    ) -> Result<(Vec<RunningPlaybook>, Option<Arc<Matrix>>), AppError> {
        self.address(context, id.stream(), asked(Action::ReadCase))
            .await?;
        let scope = lanyard_access::Scope::of(&context.caller, Action::ReadCase);
        let running = self
            .query(move |views| playbooks_of_case(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)?;
        let matrix = self.matrix_asked(&running, id.stream()).await?;
        Ok((running, matrix))
    }

    /// Starts a playbook by hand: why, and when it was known of what it is for, where that was before (R10).
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn start_playbook(
        &self,
        context: &Context,
        id: CaseId,
        playbook: &str,
        (reason, known_at): (Sensitive<String>, Option<At>),
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let loaded = self.load::<Case>(id.stream()).await?;
        let by_hand = ByHand { reason, known_at };
        let start = self.start_in(id, &loaded, playbook, Some(by_hand)).await?;
        let start = start.ok_or_else(no_such_playbook)?;
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(start.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// A playbook as it would start in a case now, with somebody for each of its steps.
    pub(crate) async fn start_in(
        &self,
        id: CaseId,
        loaded: &Loaded<State>,
        playbook: &str,
        by_hand: Option<ByHand>,
    ) -> Result<Option<StartPlaybook>, AppError> {
        let Ok(playbook) = self.playbook(playbook) else {
            return Ok(None);
        };
        let Some(record) = loaded.state.record() else {
            return Ok(None);
        };
        let people: Vec<_> = { record.links.people() }
            .filter_map(|linked| crate::caller::key_of(&linked.person))
            .collect();
        let start = self
            .start_of(
                playbook,
                loaded.academy,
                record.owner,
                &people,
                Some(id.stream()),
            )
            .await?;
        let known = self.known_for(&record.concerns, &start.playbook, by_hand.as_ref());
        let mut start = StartPlaybook {
            known_at: known.await?,
            reason: by_hand.map(|it| it.reason),
            ..start
        };
        if let Some(first) = record.concerns.first() {
            let raiser = self.raiser_of(first.stream(), loaded.academy, &people, Some(id.stream()));
            start.owners.raiser = raiser.await?;
        }
        Ok(Some(start))
    }
}

pub(crate) fn no_such_playbook() -> AppError {
    Refusal::of_field(
        Code::UnknownPlaybook,
        "/playbook",
        "There is no such playbook: GET /v1/playbooks lists them.",
    )
    .into()
}
