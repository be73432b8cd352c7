//! What the events of a case add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::case::{CaseClosed, CaseEvent, CaseMeasureTaken, CaseOpened, CasePlanSet};
use lanyard_events::{
    ActionId, At, CategoryId, ConcernId, MeasureId, PersonRef, PupilId, Role, Sensitive, StaffId,
};

use super::links::Links;
use crate::investigation::Investigations;
use crate::refusal::{Code, ImpossibleHistory, Refusal};
use crate::steps::{Matter, Playbooks};

/// A case.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// Being worked on.
    Open(Box<Record>),
    /// Closed, with its outcome; may be opened again.
    Closed(Box<Record>, CaseClosed),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// A planned action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What is to be done.
    pub title: Sensitive<String>,
    /// Who does it.
    pub owner: StaffId,
    /// By when.
    pub due_at: At,
    /// What came of it, once it is done.
    pub outcome: Option<Sensitive<String>>,
}

/// What is known of a case, open or closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its concerns.
    pub concerns: BTreeSet<ConcernId>,
    /// Category.
    pub category: CategoryId,
    /// People with their parts.
    pub links: Links,
    /// Persons corrected: wrong, right.
    pub corrections: Vec<(PersonRef, PersonRef)>,
    /// The roles whose holders may see it.
    pub routed_to: Vec<Role>,
    /// Who owns it; while nobody does, whoever did last.
    pub owner: StaffId,
    /// Nobody unconflicted is left to own it (domain.md 1 rule 1): whoever next can does.
    pub is_without_owner: bool,
    /// Actions, done and open.
    pub actions: BTreeMap<ActionId, Action>,
    /// Playbooks that run, with their steps.
    pub playbooks: Playbooks,
    /// Records of looking into suspected misuse.
    pub investigations: Investigations,
    /// The plans that children are on.
    pub plans: BTreeMap<PupilId, CasePlanSet>,
    /// Sanctions and interim measures that have not been ended.
    pub measures: BTreeMap<MeasureId, CaseMeasureTaken>,
    /// Why it is held, the newest reason, while it is (R17).
    pub held_for: Option<Sensitive<String>>,
    /// Why the governors were last told of a serious incident.
    pub governors_told_for: Option<Sensitive<String>>,
    /// Reference to quote.
    pub reference: String,
    /// An event of it was erased.
    has_gap: bool,
}

impl Record {
    fn of(opened: &CaseOpened) -> Self {
        let mut links = Links::default();
        links.add_concern(opened.concern, &opened.people);
        Self {
            concerns: [opened.concern].into(),
            category: opened.category.clone(),
            links,
            corrections: Vec::new(),
            routed_to: opened.routed_to.clone(),
            owner: opened.owner,
            is_without_owner: false,
            actions: BTreeMap::new(),
            playbooks: Playbooks::default(),
            investigations: Investigations::default(),
            plans: BTreeMap::new(),
            measures: BTreeMap::new(),
            held_for: None,
            governors_told_for: None,
            reference: opened.reference.clone(),
            has_gap: false,
        }
    }

    /// The children of the case.
    pub fn children(&self) -> impl Iterator<Item = PupilId> + '_ {
        { self.links.people() }.filter_map(|linked| match linked.person {
            PersonRef::Pupil { id } => Some(id),
            PersonRef::Staff { .. } | PersonRef::Described { .. } => None,
        })
    }

    /// The case as its steps know it.
    pub(super) fn matter(&self) -> Matter<'_> {
        Matter {
            playbooks: &self.playbooks,
            investigations: &self.investigations,
            children: self.children().collect(),
            about_adult: false,
        }
    }

    /// How many actions are not done.
    #[must_use]
    pub fn open_actions(&self) -> usize {
        let open = |action: &&Action| action.outcome.is_none();
        self.actions.values().filter(open).count()
    }

    /// Whether that correction was made.
    pub(super) fn corrected(&self, from: &PersonRef, to: &PersonRef) -> bool {
        self.corrections
            .iter()
            .any(|(wrong, right)| wrong == from && right == to)
    }

    /// A step has to be there, unless the start of its playbook may be what was erased.
    const fn has_met(&self, met: bool, event: &CaseEvent) -> Result<(), ImpossibleHistory> {
        if met || self.has_gap {
            Ok(())
        } else {
            Err(ImpossibleHistory::at(event.kind()))
        }
    }

    /// Everything that happens within an open case.
    fn evolve(&mut self, event: &CaseEvent) -> Result<(), ImpossibleHistory> {
        match event {
            CaseEvent::Opened(_) | CaseEvent::Closed(_) | CaseEvent::Reopened(_) => {
                return Err(ImpossibleHistory::at(event.kind()));
            }
            CaseEvent::NoteAdded(_)
            | CaseEvent::Assessed(_)
            | CaseEvent::WishesHeard(_)
            | CaseEvent::DutiesLeft(_) => {}
            CaseEvent::MeasureTaken(taken) => {
                self.measures.insert(taken.measure, taken.clone());
            }
            CaseEvent::MeasureEnded(ended) => {
                let met = self.measures.remove(&ended.measure).is_some();
                self.has_met(met, event)?;
            }
            CaseEvent::ParentsContacted(told) => self.playbooks.decide_parents(told.pupil),
            CaseEvent::ParentsNotTold(not_told) => self.playbooks.decide_parents(not_told.pupil),
            CaseEvent::InvestigationRecorded(recorded) => {
                let met = self
                    .investigations
                    .apply(recorded.investigation, &recorded.fact);
                self.has_met(met, event)?;
            }
            CaseEvent::PlaybookStarted(started) => self.playbooks.start(&started.into()),
            CaseEvent::StepDone(done) => {
                let met = self.playbooks.step_done(&done.into());
                self.has_met(met, event)?;
            }
            CaseEvent::StepSkipped(skipped) => {
                let met = self.playbooks.step_skipped(&skipped.into());
                self.has_met(met, event)?;
            }
            CaseEvent::StepGiven(given) => {
                let met = self.playbooks.step_given(&given.into());
                self.has_met(met, event)?;
            }
            CaseEvent::PlanSet(set) => {
                self.plans.insert(set.pupil, set.clone());
            }
            CaseEvent::PlanEnded(ended) => {
                let met = self.plans.remove(&ended.pupil).is_some();
                self.has_met(met, event)?;
            }
            CaseEvent::Held(held) => self.held_for = Some(held.reason.clone()),
            CaseEvent::GovernorsTold(told) => self.governors_told_for = Some(told.reason.clone()),
            CaseEvent::HoldLifted(_) => {
                let met = self.held_for.take().is_some();
                self.has_met(met, event)?;
            }
            CaseEvent::ConcernAdded(added) => {
                self.concerns.insert(added.concern);
                self.playbooks.concern_joined(added.concern);
                self.links.add_concern(added.concern, &added.people);
            }
            CaseEvent::PersonLinked(linked) => self.links.add_by_hand(&linked.person),
            CaseEvent::PersonCorrected(corrected) => {
                self.links.replace(&corrected.from, &corrected.to);
                // A plan was recorded of the child who was meant (S08); of nobody, if that is no pupil.
                if let Some(from) = corrected.from.pupil()
                    && let Some(mut plan) = self.plans.remove(&from)
                    && let Some(to) = corrected.to.pupil()
                {
                    plan.pupil = to;
                    self.plans.entry(to).or_insert(plan);
                }
                let pair = (corrected.from.clone(), corrected.to.clone());
                self.corrections.push(pair);
            }
            CaseEvent::OwnerChanged(changed) => {
                self.playbooks.change_owner(self.owner, changed.owner);
                self.owner = changed.owner;
                self.is_without_owner = false;
            }
            CaseEvent::OwnerLost(_) => self.is_without_owner = true,
            CaseEvent::ActionPlanned(planned) => {
                let action = Action {
                    title: planned.title.clone(),
                    owner: planned.owner,
                    due_at: planned.due_at,
                    outcome: None,
                };
                self.actions.insert(planned.action, action);
            }
            CaseEvent::ActionGiven(given) => match self.actions.get_mut(&given.action) {
                Some(action) => action.owner = given.owner,
                None if self.has_gap => {}
                None => return Err(ImpossibleHistory::at(event.kind())),
            },
            CaseEvent::ActionDone(done) => match self.actions.get_mut(&done.action) {
                Some(action) => action.outcome = Some(done.outcome.clone()),
                // The planning may be what was erased.
                None if self.has_gap => {}
                None => return Err(ImpossibleHistory::at(event.kind())),
            },
        }
        Ok(())
    }
}

impl State {
    /// What is known of the case, if anything readable is left.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::Open(record) | Self::Closed(record, _) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The open case, or the refusal of everything that needs one.
    pub(super) fn open(&self) -> Result<&Record, Refusal> {
        match self {
            Self::Open(record) => Ok(record),
            Self::Closed(..) => Err(Refusal::new(
                Code::CaseClosed,
                "This case is closed: reopen it first, with a reason.",
            )),
            Self::Absent | Self::Erased => Err(self.unreadable()),
        }
    }

    /// The refusal of everything that needs a case where there is none to read.
    pub(super) fn unreadable(&self) -> Refusal {
        if *self == Self::Erased {
            let detail =
                "The content of this case was erased: nothing can be done with it any more.";
            Refusal::new(Code::Erased, detail)
        } else {
            Refusal::new(Code::Absent, "There is no such case.")
        }
    }

    pub(super) fn evolve(self, event: &CaseEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, CaseEvent::Opened(opened)) => {
                Ok(Self::Open(Box::new(Record::of(opened))))
            }
            (Self::Open(record), CaseEvent::Closed(closed)) => {
                Ok(Self::Closed(record, closed.clone()))
            }
            (Self::Closed(record, _), CaseEvent::Reopened(_)) => Ok(Self::Open(record)),
            // A concern was corrected after the case was closed: the wrong name goes there too. What is closed
            // is held like what is open.
            (
                Self::Closed(mut record, closed),
                CaseEvent::PersonCorrected(_)
                | CaseEvent::PersonLinked(_)
                | CaseEvent::Held(_)
                | CaseEvent::HoldLifted(_)
                | CaseEvent::GovernorsTold(_),
            ) => {
                record.evolve(event)?;
                Ok(Self::Closed(record, closed))
            }
            // The erased event may have been the closing or the reopening.
            (Self::Closed(record, _), CaseEvent::Closed(closed)) if record.has_gap => {
                Ok(Self::Closed(record, closed.clone()))
            }
            (Self::Open(record), CaseEvent::Reopened(_)) if record.has_gap => {
                Ok(Self::Open(record))
            }
            (Self::Closed(record, _), _) if record.has_gap => Self::Open(record).evolve(event),
            (Self::Open(mut record), _) => {
                record.evolve(event)?;
                Ok(Self::Open(record))
            }
            (Self::Absent | Self::Closed(..), _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::Open(mut record) => {
                record.has_gap = true;
                Self::Open(record)
            }
            Self::Closed(mut record, closed) => {
                record.has_gap = true;
                Self::Closed(record, closed)
            }
        }
    }
}
