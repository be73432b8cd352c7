//! Steps of a case or an adult's matter: done, left out, given to somebody else. Both share the rules
//! (`domain/src/steps`); what a step opens is looked up by each in its own way.

use std::sync::Arc;

use lanyard_domain::Senior;
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::clock::SchoolCalendar;
use lanyard_domain::policy::Matrix;
use lanyard_domain::steps::{DoStep, Doer, GiveStep, SkipStep, StartPlaybook, Task};
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{At, PupilId, Sensitive, StaffId};

use crate::app::App;
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::grant::Readable;

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
struct LookedUp {
    /// The step as it stands.
    task: Option<Task>,
    /// The playbook that it opens.
    opens: Option<StartPlaybook>,
    /// When that was known which has come to the matter since it was answered last.
    known_at: Option<At>,
}

impl StepDone {
    /// The command, with what was looked up for it.
    fn command(
        self,
        by: Doer,
        second: Option<Senior>,
        looked_up: LookedUp,
        (calendar, matrix): (Arc<SchoolCalendar>, Option<Arc<Matrix>>),
    ) -> DoStep {
        DoStep {
            name: self.name,
            child: self.child,
            answer: self.answer,
            text: self.text,
            reference: self.reference,
            fields: self.fields,
            agencies: self.agencies,
            second,
            by,
            opens: looked_up.opens,
            known_at: looked_up.known_at,
            matrix,
            calendar,
        }
    }
}

impl StepSkipped {
    /// The command, with what was looked up for it.
    fn command(self, by: Doer, second: Option<Senior>, calendar: Arc<SchoolCalendar>) -> SkipStep {
        SkipStep {
            name: self.name,
            said: self.said,
            reason: self.reason,
            second,
            by,
            calendar,
        }
    }
}

impl App {
    /// Does a step.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn do_step(
        &self,
        context: &Context,
        of: Readable,
        step: StepDone,
    ) -> Result<Done, AppError> {
        let stream = of.stream();
        let (by, precondition) = self
            .doer(context, stream, of.worked_on(), &step.name)
            .await?;
        let second = self.second(step.second, stream).await?;
        let looked_up = self.step_in(of, &step.name).await?;
        let matrix = self.matrix_for(looked_up.task.as_ref(), stream).await?;
        let calendar = self.calendar_of_matter(stream).await?;
        let command = step.command(by, second, looked_up, (calendar, matrix));
        let done = self.change_either(context, of, precondition, command);
        self.follow(done.await?).await
    }

    /// Leaves a step out.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn skip_step(
        &self,
        context: &Context,
        of: Readable,
        step: StepSkipped,
    ) -> Result<Done, AppError> {
        let stream = of.stream();
        let (by, precondition) = self
            .doer(context, stream, of.worked_on(), &step.name)
            .await?;
        let second = self.second(step.second, stream).await?;
        let calendar = self.calendar_of_matter(stream).await?;
        let command = step.command(by, second, calendar);
        let done = self.change_either(context, of, precondition, command);
        self.follow(done.await?).await
    }

    /// Gives a step to somebody else by name, who sees nothing else of the matter.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn give_step(
        &self,
        context: &Context,
        of: Readable,
        name: StepName,
        (owner, reason): (StaffId, Option<Sensitive<String>>),
    ) -> Result<Done, AppError> {
        let stream = of.stream();
        self.address(context, stream, of.worked_on()).await?;
        self.check_can_carry_out(owner, "/owner")?;
        let command = GiveStep {
            name,
            owner,
            owner_is_conflicted: self.bars(owner, stream).await?,
            reason,
        };
        self.change_either(context, of, Precondition::Required, command)
            .await
    }

    /// A step as it stands, the playbook that it opens, and from when it counts.
    async fn step_in(&self, of: Readable, name: &StepName) -> Result<LookedUp, AppError> {
        let opened_by = |task: &Task| task.step.opens.clone();
        match of {
            Readable::Case(id) => {
                let loaded = self.load::<Case>(id.stream()).await?;
                let playbooks = { loaded.state.record() }.map(|it| &it.playbooks);
                let task = playbooks.and_then(|it| it.task(name));
                let opens = match task.and_then(opened_by) {
                    Some(playbook) => self.start_in(id, &loaded, &playbook, None).await?,
                    None => None,
                };
                Ok(LookedUp {
                    task: task.cloned(),
                    opens,
                    known_at: self.known_since(playbooks, name).await?,
                })
            }
            Readable::Allegation(id) => {
                let loaded = self.load::<Allegation>(id.stream()).await?;
                let playbooks = { loaded.state.record() }.map(|it| &it.playbooks);
                let task = playbooks.and_then(|it| it.task(name));
                let opens = match task.and_then(opened_by) {
                    Some(playbook) => {
                        self.start_in_allegation(id, &loaded, &playbook, None)
                            .await?
                    }
                    None => None,
                };
                Ok(LookedUp {
                    task: task.cloned(),
                    opens,
                    known_at: self.known_since(playbooks, name).await?,
                })
            }
        }
    }
}
