//! Triage: what becomes of a concern, with the reason, above all for not referring.

use std::sync::Arc;

use lanyard_access::Action;
use lanyard_domain::allegation::{Allegation, State as AllegationState};
use lanyard_domain::case::{Case, ChangeOwner, State as CaseState};
use lanyard_domain::clock::school_days_later;
use lanyard_domain::concern::{
    Concern, Decision, Stage, TargetAllegation, TargetCase, Triage as Decide, Way,
};
use lanyard_domain::{Code, Refusal};
use lanyard_events::{AcademyId, AllegationId, CaseId, ConcernId, Day, Sensitive, StaffId};

use super::asked;
use crate::address::Asked;
use crate::app::App;
use crate::change::{Precondition, Reaction};
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::submit::Cause;

/// What is to become of a concern.
#[derive(Debug, Clone)]
pub enum TriageChoice {
    /// Nothing further.
    NoFurtherAction,
    /// Watch, and look again on a day or after a number of school days.
    Monitor {
        /// Day of the review.
        review_on: Option<Day>,
        /// School days until the review.
        review_in_school_days: Option<u16>,
    },
    /// A new case; whoever triages owns it unless somebody is named.
    OpenCase {
        /// Its owner.
        owner: Option<StaffId>,
    },
    /// Part of a case that is open already.
    AddToCase {
        /// Which one.
        case: CaseId,
    },
    /// A new matter about an adult; whoever triages manages it.
    OpenAllegation,
    /// Part of a matter about an adult that is open already.
    AddToAllegation {
        /// Which one.
        allegation: AllegationId,
    },
    /// It was marked wrongly: others decide on it.
    PassOn {
        /// Who.
        to: Way,
    },
}

/// A decision and its reason.
#[derive(Debug, Clone)]
pub struct Triage {
    /// What.
    pub decision: TriageChoice,
    /// Why.
    pub reason: Sensitive<String>,
    /// Sub-risks of the four Cs, from the taxonomy; none with passing it on.
    pub sub_risks: Vec<String>,
}

/// A concern was triaged.
#[derive(Debug, Clone, Copy)]
pub struct Triaged {
    /// What it left in the record. Its position covers the case too.
    pub done: Done,
    /// The case that the concern is part of now.
    pub case: Option<CaseId>,
    /// The adult's matter that the concern is part of now.
    pub allegation: Option<AllegationId>,
}

impl App {
    /// Decides what becomes of a concern. The decision stands first; the case follows as a reaction,
    /// which the worker finishes after a crash.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn triage(
        &self,
        context: &Context,
        id: ConcernId,
        triage: Triage,
    ) -> Result<Triaged, AppError> {
        if let TriageChoice::PassOn { to } = triage.decision {
            if !triage.sub_risks.is_empty() {
                // Refused as anything else is: after the address, to whoever may do it.
                self.address(context, id.stream(), asked(Action::TriageConcern))
                    .await?;
                let detail = "Whoever it is passed on to says which sub-risks they see.";
                return Err(Refusal::of_field(Code::UnknownField, "/sub_risks", detail).into());
            }
            let done = self.pass_on(context, id, to, triage.reason).await?;
            return Ok(Triaged {
                done,
                case: None,
                allegation: None,
            });
        }
        let stream = id.stream();
        self.address(context, stream, asked(Action::TriageConcern))
            .await?;
        let decision = self.decision(context, id, &triage.decision).await?;
        let taxonomy = self.taxonomy()?;
        let done = self
            .change::<Concern>(context, stream, Precondition::Required, |_, _| {
                Ok(Decide {
                    decision,
                    reason: triage.reason.clone(),
                    sub_risks: triage.sub_risks.clone(),
                    taxonomy: Arc::clone(&taxonomy),
                }
                .into())
            })
            .await?;
        let mut done = self.follow(done).await?;
        if let TriageChoice::OpenCase { owner: Some(owner) } = triage.decision
            && let Some(given) = self.give_case(&done, owner).await?
        {
            done.position = done.position.max(given.position);
        }
        let loaded = self.load::<Concern>(stream).await?;
        let (case, allegation) = match loaded.state.matter().map(|matter| &matter.stage) {
            Some(Stage::InCase(case)) => (Some(*case), None),
            Some(Stage::InAllegation(allegation)) => (None, Some(*allegation)),
            Some(Stage::Untriaged | Stage::Assessed(_)) | None => (None, None),
        };
        Ok(Triaged {
            done,
            case,
            allegation,
        })
    }

    /// Gives a case that triage has just opened to somebody else than who triaged. Refused before
    /// triage was recorded if they may not own it.
    async fn give_case(&self, done: &Done, owner: StaffId) -> Result<Option<Done>, AppError> {
        let Some(event) = done.event else {
            return Ok(None);
        };
        let recorded = self.recorded(event).await?;
        let loaded = self.load::<Concern>(done.stream).await?;
        let Some(Stage::InCase(case)) = loaded.state.matter().map(|matter| &matter.stage) else {
            return Ok(None);
        };
        let envelope = &recorded.event.envelope;
        let owner = self.senior(owner, done.stream, "/decision/owner").await?;
        let reaction = Reaction {
            stream: case.stream(),
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause: Cause {
                causation: envelope.id,
                correlation: envelope.correlation.unwrap_or(envelope.id),
            },
            id: command_id::of_reaction(envelope.id, "owner"),
        };
        let given = self
            .react::<Case>(reaction, |_, _| {
                ChangeOwner {
                    owner,
                    reason: Sensitive::from("Named as owner at triage."),
                }
                .into()
            })
            .await?;
        Ok(Some(given))
    }

    /// Refuses an owner who may not own the case that is to be opened.
    async fn check_owner(&self, id: ConcernId, owner: StaffId) -> Result<(), AppError> {
        let senior = self.senior(owner, id.stream(), "/decision/owner").await?;
        if senior.is_senior_here && !senior.is_conflicted {
            return Ok(());
        }
        // One refusal for both: whether somebody has a conflict is nobody's business.
        Err(Refusal::of_field(
            Code::NotASenior,
            "/decision/owner",
            "This person cannot own the case: name another senior of this academy.",
        )
        .into())
    }

    async fn decision(
        &self,
        context: &Context,
        id: ConcernId,
        choice: &TriageChoice,
    ) -> Result<Decision, AppError> {
        match choice {
            TriageChoice::NoFurtherAction => Ok(Decision::NoFurtherAction),
            TriageChoice::Monitor {
                review_on: Some(review_on),
                review_in_school_days: None,
            } => Ok(Decision::Monitor {
                review_on: *review_on,
            }),
            TriageChoice::Monitor {
                review_on: None,
                review_in_school_days: Some(days),
            } => self.review(id, *days).await,
            TriageChoice::Monitor { .. } => Err(Refusal::of_field(
                Code::ReviewNotAhead,
                "/decision",
                "Give either the day of the review or the number of school days until it.",
            )
            .into()),
            TriageChoice::OpenCase { owner } => {
                if let Some(owner) = owner {
                    self.check_owner(id, *owner).await?;
                }
                let (command, _) = context.command()?;
                let case = CaseId::new(command_id::of_case(&command).new_aggregate());
                Ok(Decision::OpenCase { case })
            }
            TriageChoice::AddToCase { case } => Ok(Decision::AddToCase {
                case: *case,
                target: self.target(context, id, *case).await?,
            }),
            TriageChoice::OpenAllegation => {
                let (command, _) = context.command()?;
                let uuid = command_id::of_case(&command).new_aggregate();
                let allegation = AllegationId::new(uuid);
                Ok(Decision::OpenAllegation { allegation })
            }
            // It is passed on before anything is decided.
            TriageChoice::PassOn { .. } => Err(AppError::Internal {
                what: "a concern was passed on by a decision of triage",
                source: None,
            }),
            TriageChoice::AddToAllegation { allegation } => Ok(Decision::AddToAllegation {
                allegation: *allegation,
                target: self.target_allegation(context, id, *allegation).await?,
            }),
        }
    }

    /// What is known of the adult's matter that a concern is to join; one that the caller may not
    /// see is absent.
    async fn target_allegation(
        &self,
        context: &Context,
        id: ConcernId,
        allegation: AllegationId,
    ) -> Result<TargetAllegation, AppError> {
        let asked = Asked {
            wanted: Action::WorkAllegation,
            read: Action::ReadAllegation,
            status: Action::ReadAllegation,
        };
        match self.address(context, allegation.stream(), asked).await {
            Ok(_) => {}
            Err(AppError::NotShown | AppError::Forbidden) => return Ok(TargetAllegation::Absent),
            Err(error) => return Err(error),
        }
        let concern = self.load::<Concern>(id.stream()).await?;
        let loaded = self.load::<Allegation>(allegation.stream()).await?;
        let (Some(joining), AllegationState::Open(record)) =
            (concern.state.matter(), &loaded.state)
        else {
            return Ok(match loaded.state {
                AllegationState::Closed(..) => TargetAllegation::Closed,
                AllegationState::Open(_) | AllegationState::Absent | AllegationState::Erased => {
                    TargetAllegation::Absent
                }
            });
        };
        // Whoever reads the matter reads its concerns, and its case manager has no part in them.
        let mut routed = record.routed_to.iter();
        let is_read_alike = routed.all(|role| joining.routed_to.contains(role));
        let mut people = joining.people.iter();
        let names_owner = people.any(|linked| linked.person.staff() == Some(record.owner));
        Ok(if loaded.academy != concern.academy {
            TargetAllegation::OfAnotherAcademy
        } else if is_read_alike && !names_owner {
            TargetAllegation::Open
        } else {
            TargetAllegation::OfAnotherRoute
        })
    }

    async fn review(&self, id: ConcernId, days: u16) -> Result<Decision, AppError> {
        let academy = self.academy_of(id).await?;
        let calendar = self.calendar(academy).await?.ok_or(AppError::NotShown)?;
        let review =
            school_days_later(self.now(), u32::from(days), &calendar).map_err(|error| {
                Refusal::of_field(
                    Code::ReviewTooFar,
                    "/decision/review_in_school_days",
                    error.to_string(),
                )
            })?;
        Ok(Decision::Monitor {
            review_on: review.day(),
        })
    }

    async fn academy_of(&self, id: ConcernId) -> Result<AcademyId, AppError> {
        let loaded = self.load::<Concern>(id.stream()).await?;
        loaded.academy.ok_or(AppError::NotShown)
    }

    /// What is known of the case that a concern is to join; one that the caller may not see is
    /// absent.
    async fn target(
        &self,
        context: &Context,
        id: ConcernId,
        case: CaseId,
    ) -> Result<TargetCase, AppError> {
        let asked = Asked {
            wanted: Action::WorkCase,
            read: Action::ReadCase,
            status: Action::ReadCase,
        };
        match self.address(context, case.stream(), asked).await {
            Ok(_) => {}
            Err(AppError::NotShown | AppError::Forbidden) => return Ok(TargetCase::Absent),
            Err(error) => return Err(error),
        }
        let loaded = self.load::<Case>(case.stream()).await?;
        let same_academy = loaded.academy == Some(self.academy_of(id).await?);
        Ok(match loaded.state {
            CaseState::Open(_) if same_academy => TargetCase::Open,
            CaseState::Open(_) => TargetCase::OfAnotherAcademy,
            CaseState::Closed(..) => TargetCase::Closed,
            CaseState::Absent | CaseState::Erased => TargetCase::Absent,
        })
    }
}
