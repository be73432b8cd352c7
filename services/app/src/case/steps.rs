//! Playbooks of a case: started, their steps done, left out, given to somebody else.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::case::{Case, State};
use lanyard_domain::clock::SchoolCalendar;
use lanyard_domain::policy::Matrix;
use lanyard_domain::steps::{DoStep, Doer, GiveStep, SkipStep, StartPlaybook};
use lanyard_domain::{Code, Refusal, Senior};
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{At, CaseId, PupilId, Sensitive, StaffId};
use lanyard_projections::playbook_steps::{RunningPlaybook, playbooks_of_case};

use super::asked;
use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

/// What was done in a step.
#[derive(Debug, Clone)]
pub struct StepDone {
    /// Which step.
    pub name: StepName,
    /// For which child, where it is one task for each.
    pub child: Option<PupilId>,
    /// What is answered.
    pub answer: Option<String>,
    /// What is written; the reason of a decision.
    pub text: Option<Sensitive<String>>,
    /// A desk's or provider's reference.
    pub reference: Option<Sensitive<String>>,
    /// Fields that are filled in.
    pub fields: Vec<FilledField>,
    /// Desks that it is referred to.
    pub agencies: Vec<String>,
    /// Who does it too.
    pub second: Option<StaffId>,
}

/// How a step is left out.
#[derive(Debug, Clone)]
pub struct StepSkipped {
    /// Which step.
    pub name: StepName,
    /// The words by which its owner may close it.
    pub said: Option<String>,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who agrees.
    pub second: Option<StaffId>,
}

/// What is looked up for a step that is done.
pub(crate) struct LookedUp {
    /// When that was known which has come to the matter since it was answered last.
    pub(crate) known_at: Option<At>,
    /// The matrix by which the matter goes.
    pub(crate) matrix: Option<Arc<Matrix>>,
    /// The academy's calendar.
    pub(crate) calendar: Arc<SchoolCalendar>,
}

impl StepDone {
    /// The command, with what was looked up for it.
    pub(crate) fn command(
        &self,
        by: Doer,
        second: Option<Senior>,
        opens: Option<StartPlaybook>,
        looked_up: LookedUp,
    ) -> DoStep {
        DoStep {
            name: self.name.clone(),
            child: self.child,
            answer: self.answer.clone(),
            text: self.text.clone(),
            reference: self.reference.clone(),
            fields: self.fields.clone(),
            agencies: self.agencies.clone(),
            second,
            by,
            opens,
            known_at: looked_up.known_at,
            matrix: looked_up.matrix,
            calendar: looked_up.calendar,
        }
    }
}

impl StepSkipped {
    /// The command, with what was looked up for it.
    pub(crate) fn command(
        &self,
        by: Doer,
        second: Option<Senior>,
        calendar: Arc<SchoolCalendar>,
    ) -> SkipStep {
        SkipStep {
            name: self.name.clone(),
            said: self.said.clone(),
            reason: self.reason.clone(),
            second,
            by,
            calendar,
        }
    }
}

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

    /// Starts a playbook by hand.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn start_playbook(
        &self,
        context: &Context,
        id: CaseId,
        playbook: &str,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        let loaded = self.load::<Case>(id.stream()).await?;
        let start = self.start_in(id, &loaded, playbook, Some(reason)).await?;
        let start = start.ok_or_else(no_such_playbook)?;
        let done = self
            .change::<Case>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(start.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// Does a step.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn do_step(
        &self,
        context: &Context,
        id: CaseId,
        step: StepDone,
    ) -> Result<Done, AppError> {
        let (by, precondition) = self
            .doer(context, id.stream(), asked(Action::WorkCase), &step.name)
            .await?;
        let second = self.second(step.second, id.stream()).await?;
        let loaded = self.load::<Case>(id.stream()).await?;
        let task = { loaded.state.record() }.and_then(|record| record.playbooks.task(&step.name));
        let opens = match task.and_then(|task| task.step.opens.as_deref()) {
            Some(playbook) => self.start_in(id, &loaded, playbook, None).await?,
            None => None,
        };
        let matrix = self.matrix_for(task, id.stream()).await?;
        let playbooks = { loaded.state.record() }.map(|record| &record.playbooks);
        let known_at = self.known_since(playbooks, &step.name).await?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        let done = self
            .change::<Case>(context, id.stream(), precondition, |_, _| {
                let looked_up = LookedUp {
                    known_at,
                    matrix: matrix.clone(),
                    calendar: Arc::clone(&calendar),
                };
                Ok(step.command(by, second, opens.clone(), looked_up).into())
            })
            .await?;
        self.follow(done).await
    }

    /// Leaves a step out.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn skip_step(
        &self,
        context: &Context,
        id: CaseId,
        step: StepSkipped,
    ) -> Result<Done, AppError> {
        let (by, precondition) = self
            .doer(context, id.stream(), asked(Action::WorkCase), &step.name)
            .await?;
        let second = self.second(step.second, id.stream()).await?;
        let calendar = self.calendar_of_matter(id.stream()).await?;
        let done = self
            .change::<Case>(context, id.stream(), precondition, |_, _| {
                Ok(step.command(by, second, Arc::clone(&calendar)).into())
            })
            .await?;
        self.follow(done).await
    }

    /// Gives a step to somebody else.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn give_step(
        &self,
        context: &Context,
        id: CaseId,
        name: StepName,
        owner: StaffId,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkCase))
            .await?;
        self.check_can_carry_out(owner, "/owner")?;
        let barred = self.bars(owner, id.stream()).await?;
        self.change::<Case>(context, id.stream(), Precondition::Required, |_, _| {
            Ok(GiveStep {
                name: name.clone(),
                owner,
                owner_is_conflicted: barred,
                reason: reason.clone(),
            }
            .into())
        })
        .await
    }

    /// A playbook as it would start in a case now, with somebody for each of its steps.
    async fn start_in(
        &self,
        id: CaseId,
        loaded: &Loaded<State>,
        playbook: &str,
        reason: Option<Sensitive<String>>,
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
        let mut start = StartPlaybook {
            reason,
            known_at: self.known_for(&record.concerns, &start.playbook).await?,
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
