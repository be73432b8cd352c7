//! The desk that a step asks for was told: the step is done, and nobody types it twice. In an adult's matter it does
//! not count which of its referrals told the LADO, the DBS or the TRA: they are told once (R3), and the steps that
//! ask for it are done by that, also those that begin, or whose threshold is decided, only later.

use lanyard_domain::allegation::{Allegation, Record, State};
use lanyard_domain::case::Case;
use lanyard_domain::policy::{Agency, Answer, DoneKind};
use lanyard_domain::referral::{Referral, Stage};
use lanyard_domain::steps::{DoStep, Doer, Playbooks, TaskState};
use lanyard_events::allegation::ThresholdDecision;
use lanyard_events::referral::ReferralSubmitted;
use lanyard_events::step::StepName;
use lanyard_events::{AllegationId, Envelope, Sensitive, StreamId, StreamKind};

use super::referrals_follow_steps::ONCE;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// What stands in a step that the matter's own referral has done.
const BY_THE_MATTER: &str =
    "The desk was told by another referral of this matter: why stands where it was decided.";

/// A desk was told, for the steps that ask for it.
struct Told {
    /// The desk's reference, where it gave one.
    reference: Option<Sensitive<String>>,
    /// Whether it was decided that the desk is to be told of what the step asks: nobody has answered the four
    /// limbs where the LADO is told of a senior from the opening on, or of a concern that has joined since (R3).
    decided: bool,
}

impl App {
    pub(super) async fn steps_follow_referral(
        &self,
        envelope: &Envelope,
        cause: Cause,
        submitted: ReferralSubmitted,
    ) -> Result<Vec<Done>, AppError> {
        let referral = self.load::<Referral>(envelope.stream).await?;
        let Some(record) = referral.state.record() else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        if let Some(name) = &record.step {
            let own = self.own_step(envelope, cause, (record.matter, name), &submitted);
            done.extend(own.await?);
        }
        if record.matter.kind == StreamKind::Allegation
            && let Some(agency) = { ONCE.into_iter() }.find(|it| it.name() == record.agency)
        {
            let of_matter = self.steps_of_desk(envelope, cause, (record.matter, agency));
            done.extend(of_matter.await?);
        }
        Ok(done)
    }

    /// Steps of an adult's matter that have begun by this event, or by now are decided on: the desk may have been
    /// told already.
    pub(super) async fn steps_follow_told(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        for agency in ONCE {
            let of_matter = self.steps_of_desk(envelope, cause, (envelope.stream, agency));
            done.extend(of_matter.await?);
        }
        Ok(done)
    }

    /// The step whose own referral it is.
    async fn own_step(
        &self,
        envelope: &Envelope,
        cause: Cause,
        (matter, name): (StreamId, &StepName),
        submitted: &ReferralSubmitted,
    ) -> Result<Option<Done>, AppError> {
        let playbooks = self.playbooks_in(matter).await?;
        let Some(task) = { playbooks.as_ref() }.and_then(|playbooks| playbooks.task(name)) else {
            return Ok(None);
        };
        if task.state != TaskState::Open {
            return Ok(None);
        }
        let step = DoStep {
            answer: task.is(DoneKind::Decision).then(|| Answer::YES.to_owned()),
            reference: submitted.their_reference.clone(),
            ..self.by_referral(envelope, name).await?
        };
        let reaction = reaction(envelope, cause, matter, "step");
        let done = if matter.kind == StreamKind::Allegation {
            self.react::<Allegation>(reaction, |_, _| step.clone().into())
                .await?
        } else {
            self.react::<Case>(reaction, |_, _| step.clone().into())
                .await?
        };
        Ok(Some(done))
    }

    /// The open steps of an adult's matter that ask for this desk and no other, where it was told.
    async fn steps_of_desk(
        &self,
        envelope: &Envelope,
        cause: Cause,
        (matter, agency): (StreamId, Agency),
    ) -> Result<Vec<Done>, AppError> {
        let loaded = self.load::<Allegation>(matter).await?;
        let Some(record) = open_record(&loaded.state) else {
            return Ok(Vec::new());
        };
        let waiting = waiting_for(&record.playbooks, agency);
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let told = self.told_of_matter(matter, record, agency).await?;
        let Some(told) = told.filter(|told| told.decided) else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        for name in waiting {
            let Some(task) = record.playbooks.task(&name) else {
                continue;
            };
            let id = AllegationId::new(matter.uuid);
            // As when a person answers "yes": M10 leads to the playbook of allegations.
            let opens = match task.step.opens.as_deref() {
                Some(playbook) => {
                    self.start_in_allegation(id, &loaded, playbook, None)
                        .await?
                }
                None => None,
            };
            let step = DoStep {
                answer: task.is(DoneKind::Decision).then(|| Answer::YES.to_owned()),
                text: Some(Sensitive::from(BY_THE_MATTER)),
                reference: told.reference.clone(),
                opens,
                ..self.by_referral(envelope, &name).await?
            };
            let what = format!("told {} {}", name.playbook, name.step);
            let reaction = reaction(envelope, cause, matter, &what);
            let follows = self.react::<Allegation>(reaction, |_, _| step.clone().into());
            done.push(follows.await?);
        }
        Ok(done)
    }

    /// The referral by which a desk was told of a matter, while it is not closed: one that is may have been about
    /// less than what begins now.
    async fn told_of_matter(
        &self,
        matter: StreamId,
        record: &Record,
        agency: Agency,
    ) -> Result<Option<Told>, AppError> {
        let threshold = record.threshold.as_ref().map(|decided| decided.decision);
        // An old telling answers no concern that nobody has weighed yet.
        let is_news = threshold.is_some() && record.is_to_weigh();
        let may_be_met = threshold == Some(ThresholdDecision::MayMeetThreshold);
        let all = self.referrals_to(matter, &record.playbooks, agency).await?;
        let mut found: Option<Told> = None;
        for standing in { all.iter() }.filter(|it| it.is_live() && it.stage >= Stage::Submitted) {
            let loaded = self.load::<Referral>(standing.stream).await?;
            let Some(referral) = loaded.state.record() else {
                continue;
            };
            let by_step =
                { referral.step.iter() }.any(|step| record.playbooks.joined_since(step).is_empty());
            let decided = !is_news && (agency != Agency::Lado || may_be_met || by_step);
            if !found.as_ref().is_some_and(|found| found.decided) {
                found = Some(Told {
                    reference: referral.their_reference.clone(),
                    decided,
                });
            }
        }
        Ok(found)
    }

    /// A step as a referral does it.
    async fn by_referral(&self, envelope: &Envelope, name: &StepName) -> Result<DoStep, AppError> {
        let calendar = self.calendar_at(envelope.academy).await?;
        Ok(DoStep {
            name: name.clone(),
            child: None,
            answer: None,
            text: None,
            reference: None,
            fields: Vec::new(),
            agencies: Vec::new(),
            second: None,
            by: Doer::Referral,
            opens: None,
            known_at: None,
            matrix: None,
            calendar,
        })
    }

    /// What runs in a matter, if anything readable is left of it.
    async fn playbooks_in(&self, matter: StreamId) -> Result<Option<Playbooks>, AppError> {
        if matter.kind == StreamKind::Allegation {
            let loaded = self.load::<Allegation>(matter).await?;
            return Ok({ loaded.state.record() }.map(|record| record.playbooks.clone()));
        }
        let loaded = self.load::<Case>(matter).await?;
        Ok({ loaded.state.record() }.map(|record| record.playbooks.clone()))
    }
}

fn open_record(state: &State) -> Option<&Record> {
    match state {
        State::Open(record) => Some(record),
        State::Absent | State::Closed(..) | State::Erased => None,
    }
}

/// Open steps that send the matter to this desk alone: where there is a choice, somebody makes it.
fn waiting_for(playbooks: &Playbooks, agency: Agency) -> Vec<StepName> {
    { playbooks.tasks() }
        .filter(|(_, task)| task.state == TaskState::Open)
        .filter(
            |(_, task)| matches!(task.step.refers_to.as_slice(), [only] if only == agency.name()),
        )
        .map(|(name, _)| name)
        .collect()
}

fn reaction(envelope: &Envelope, cause: Cause, matter: StreamId, what: &str) -> Reaction {
    Reaction {
        stream: matter,
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, what),
    }
}
