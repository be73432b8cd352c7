//! Playbooks of an adult's matter: proposed, started, their steps done, left out, given to somebody else.
//!
//! Every step begins with the case manager, whoever's role it names: a step by itself already says that
//! there is a matter, so they alone give it on, by name (ADR 19). Who comes second is never a safeguarding
//! lead.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_access::{Action, Scope};
use lanyard_domain::Senior;
use lanyard_domain::allegation::{Allegation, Record, State};
use lanyard_domain::policy::Playbook;
use lanyard_domain::steps::{DoStep, GiveStep, Owners, SkipStep, StartPlaybook};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::step::StepName;
use lanyard_events::{AllegationId, Sensitive, StaffId};
use lanyard_projections::playbook_steps::{RunningPlaybook, playbooks_of_allegation};

use super::asked;
use crate::app::App;
use crate::case::steps::no_such_playbook;
use crate::case::{StepDone, StepSkipped};
use crate::change::Precondition;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;

/// Proposed wherever the threshold may be met (KCSIE Part 4; playbooks.md 15).
const ALLEGATION: &str = "allegation_against_adult";

impl App {
    /// The playbooks that run in an adult's matter, with their steps, and those that are proposed.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn allegation_playbooks(
        &self,
        context: &Context,
        id: AllegationId,
    ) -> Result<(Vec<RunningPlaybook>, Vec<Arc<Playbook>>), AppError> {
        self.address(context, id.stream(), asked(Action::ReadAllegation))
            .await?;
        let scope = Scope::of(&context.caller, Action::ReadAllegation);
        let running = self
            .query(move |views| playbooks_of_allegation(views, &scope, id))
            .await?
            .ok_or(AppError::NotShown)?;
        let loaded = self.load::<Allegation>(id.stream()).await?;
        let proposed = match &loaded.state {
            State::Open(record) => self.proposed_in(record)?,
            State::Absent | State::Closed(..) | State::Erased => Vec::new(),
        };
        Ok((running, proposed))
    }

    /// Starts a playbook. Its clocks count from when the employer knew: the raising of the first concern.
    ///
    /// # Errors
    /// `NotShown`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn start_allegation_playbook(
        &self,
        context: &Context,
        id: AllegationId,
        playbook: &str,
        reason: Sensitive<String>,
    ) -> Result<Done, AppError> {
        self.address(context, id.stream(), asked(Action::WorkAllegation))
            .await?;
        let loaded = self.load::<Allegation>(id.stream()).await?;
        let start = self.start_in_allegation(id, &loaded, playbook, Some(reason));
        let start = start.await?.ok_or_else(no_such_playbook)?;
        let done = self
            .change::<Allegation>(context, id.stream(), Precondition::Free, |_, _| {
                Ok(start.clone().into())
            })
            .await?;
        self.follow(done).await
    }

    /// Does a step.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn do_allegation_step(
        &self,
        context: &Context,
        id: AllegationId,
        step: StepDone,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        let (by, precondition) = self
            .doer(context, stream, asked(Action::WorkAllegation), &step.name)
            .await?;
        let second = self.second_in(step.second, id).await?;
        let loaded = self.load::<Allegation>(stream).await?;
        let task = { loaded.state.record() }.and_then(|record| record.playbooks.task(&step.name));
        let opens = match task.and_then(|task| task.step.opens.as_deref()) {
            Some(playbook) => {
                self.start_in_allegation(id, &loaded, playbook, None)
                    .await?
            }
            None => None,
        };
        let calendar = self.calendar_of_matter(stream).await?;
        let done = self
            .change::<Allegation>(context, stream, precondition, |_, _| {
                Ok(DoStep {
                    name: step.name.clone(),
                    child: step.child,
                    answer: step.answer.clone(),
                    text: step.text.clone(),
                    reference: step.reference.clone(),
                    fields: step.fields.clone(),
                    agencies: step.agencies.clone(),
                    second,
                    by,
                    opens: opens.clone(),
                    calendar: Arc::clone(&calendar),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Leaves a step out.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn skip_allegation_step(
        &self,
        context: &Context,
        id: AllegationId,
        step: StepSkipped,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        let (by, precondition) = self
            .doer(context, stream, asked(Action::WorkAllegation), &step.name)
            .await?;
        let second = self.second_in(step.second, id).await?;
        let calendar = self.calendar_of_matter(stream).await?;
        let done = self
            .change::<Allegation>(context, stream, precondition, |_, _| {
                Ok(SkipStep {
                    name: step.name.clone(),
                    said: step.said.clone(),
                    reason: step.reason.clone(),
                    second,
                    by,
                    calendar: Arc::clone(&calendar),
                }
                .into())
            })
            .await?;
        self.follow(done).await
    }

    /// Gives a step to somebody by name, who sees nothing else of the matter.
    ///
    /// # Errors
    /// `NotShown`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn give_allegation_step(
        &self,
        context: &Context,
        id: AllegationId,
        name: StepName,
        owner: StaffId,
        reason: Option<Sensitive<String>>,
    ) -> Result<Done, AppError> {
        let stream = id.stream();
        self.address(context, stream, asked(Action::WorkAllegation))
            .await?;
        self.check_can_carry_out(owner, "/owner")?;
        let barred = self.bars(owner, stream).await?;
        self.change::<Allegation>(context, stream, Precondition::Required, |_, _| {
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

    /// By the category, and the playbook of allegations unless the threshold is decided not to be met; none
    /// that runs already or does not run beside what does.
    fn proposed_in(&self, record: &Record) -> Result<Vec<Arc<Playbook>>, AppError> {
        let decision = record.threshold.as_ref().map(|decided| decided.decision);
        let may_be_met = matches!(decision, None | Some(ThresholdDecision::MayMeetThreshold));
        let fits = |playbook: &&Arc<Playbook>| {
            playbook.about_adults
                && if playbook.id.as_str() == ALLEGATION {
                    may_be_met
                } else {
                    playbook.opens_for.contains(&record.category)
                }
        };
        let in_force = self.in_force()?;
        Ok({ in_force.playbooks.iter() }
            .filter(fits)
            .filter(|playbook| !record.playbooks.runs(playbook.id.as_str()))
            .cloned()
            .collect())
    }

    async fn start_in_allegation(
        &self,
        id: AllegationId,
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
        let first = record.concerns.first().ok_or(AppError::NotShown)?;
        let start = self
            .start_of(
                playbook,
                loaded.academy,
                record.owner,
                &[],
                Some(id.stream()),
            )
            .await?;
        Ok(Some(StartPlaybook {
            owners: Owners {
                by_role: BTreeMap::new(),
                raiser: None,
                otherwise: record.owner,
            },
            reason,
            counts_from: self.begun_at(first.stream()).await?,
            ..start
        }))
    }

    async fn second_in(
        &self,
        second: Option<StaffId>,
        id: AllegationId,
    ) -> Result<Option<Senior>, AppError> {
        match second {
            Some(second) => {
                let second = self.second_senior(second, id.stream(), "/second");
                Ok(Some(second.await?))
            }
            None => Ok(None),
        }
    }
}
