//! What the events of an adult's matter add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::StaffId;
use lanyard_events::allegation::{
    AllegationChildCaseDeclined, AllegationClosed, AllegationEvent,
    AllegationInterimMeasureDecided, AllegationOpened, AllegationOutcomeRecorded,
    AllegationSupportPersonNamed, AllegationTellingDecided, AllegationThresholdDecided,
    MatterDecision, ToBeTold,
};
use lanyard_events::concern::AboutAdult;
use lanyard_events::{
    CaseId, CategoryId, ConcernId, LinkRole, LinkedPerson, PersonRef, PupilId, Role, Sensitive,
};

use crate::case::Links;
use crate::concern::Matter;
use crate::investigation::Investigations;
use crate::refusal::{Code, ImpossibleHistory, Refusal};
use crate::routing::{RoutingFacts, route};
use crate::steps::{self, Playbooks};

/// An adult's matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// Being worked on.
    Open(Box<Record>),
    /// Closed; may be opened again.
    Closed(Box<Record>, AllegationClosed),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// What is known of a matter, open or closed. Of each decision the newest is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its concerns.
    pub concerns: BTreeSet<ConcernId>,
    /// Category.
    pub category: CategoryId,
    /// People with their parts.
    pub links: Links,
    /// Persons corrected or matched: before, after.
    pub corrections: Vec<(PersonRef, PersonRef)>,
    /// The roles whose holders may see it.
    pub routed_to: Vec<Role>,
    /// The case manager; while there is none, whoever was it last.
    pub owner: StaffId,
    /// Nobody unconflicted is left to manage it (domain.md 1 rule 1): whoever is next given one of the
    /// roles does.
    pub is_without_owner: bool,
    /// Playbooks that run, with their steps.
    pub playbooks: Playbooks,
    /// What was said to be due for decision; the threshold again with each concern, the child's side again with
    /// each case.
    pub asked: BTreeSet<MatterDecision>,
    /// Records of looking into suspected misuse.
    pub investigations: Investigations,
    /// The decision on the threshold.
    pub threshold: Option<AllegationThresholdDecided>,
    /// The concerns that the newest decision on the threshold was the first to weigh.
    weighed: BTreeSet<ConcernId>,
    /// Those on which it was not decided yet: the first, and each that came after a decision.
    unweighed: BTreeSet<ConcernId>,
    /// Who supports the adult.
    pub support_person: Option<AllegationSupportPersonNamed>,
    /// Who is told when.
    pub telling: BTreeMap<ToBeTold, AllegationTellingDecided>,
    /// What is done meanwhile.
    pub interim_measure: Option<AllegationInterimMeasureDecided>,
    /// The outcome.
    pub outcome: Option<AllegationOutcomeRecorded>,
    /// Cases of the children's own, with whose they are.
    pub child_cases: BTreeMap<CaseId, BTreeSet<PupilId>>,
    /// Why the children need no case out of it, where that was decided.
    pub child_case_declined: Option<AllegationChildCaseDeclined>,
    /// Whose name was shared in which of them.
    pub shared: BTreeSet<(PersonRef, CaseId)>,
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
    fn of(opened: &AllegationOpened) -> Self {
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
            playbooks: Playbooks::default(),
            asked: BTreeSet::new(),
            investigations: Investigations::default(),
            threshold: None,
            weighed: BTreeSet::new(),
            unweighed: [opened.concern].into(),
            support_person: None,
            telling: BTreeMap::new(),
            interim_measure: None,
            outcome: None,
            child_cases: BTreeMap::new(),
            child_case_declined: None,
            shared: BTreeSet::new(),
            held_for: None,
            governors_told_for: None,
            reference: opened.reference.clone(),
            has_gap: false,
        }
    }

    /// Whether that correction or match was made.
    pub(super) fn corrected(&self, from: &PersonRef, to: &PersonRef) -> bool {
        self.corrections
            .iter()
            .any(|(before, after)| before == from && after == to)
    }

    /// Everybody linked.
    #[must_use]
    pub fn people(&self) -> Vec<LinkedPerson> {
        self.links.people().cloned().collect()
    }

    /// The people as they would be with another in somebody's place.
    #[must_use]
    pub fn people_with(&self, from: &PersonRef, to: &PersonRef) -> Vec<LinkedPerson> {
        let mut links = self.links.clone();
        links.replace(from, to);
        links.people().cloned().collect()
    }

    /// The children of the matter.
    pub fn children(&self) -> impl Iterator<Item = PupilId> + '_ {
        { self.links.people() }.filter_map(|linked| match linked.person {
            PersonRef::Pupil { id } => Some(id),
            PersonRef::Staff { .. } | PersonRef::Described { .. } => None,
        })
    }

    /// Whether a decision is to be made that nobody was yet told of.
    pub(super) fn is_to_decide(&self, decision: MatterDecision) -> bool {
        let open = match decision {
            MatterDecision::Threshold => self.is_to_weigh(),
            MatterDecision::ChildsSide => self.has_child_without_case(),
        };
        open && !self.asked.contains(&decision)
    }

    /// Whether a concern is there on which the threshold was not decided: one that joins a matter may be worse
    /// than what was decided on (R3).
    #[must_use]
    pub fn is_to_weigh(&self) -> bool {
        !self.unweighed.is_empty()
    }

    /// The concerns from which R3 counts: those on which the threshold is to be decided, or, where there are
    /// none, those that the newest decision was made on.
    #[must_use]
    pub fn under_r3(&self) -> &BTreeSet<ConcernId> {
        if self.is_to_weigh() {
            &self.unweighed
        } else {
            &self.weighed
        }
    }

    /// Whether a pupil to whom it happened has no case out of this matter (S16).
    fn has_child_without_case(&self) -> bool {
        { self.links.people() }
            .filter(|linked| linked.role == LinkRole::Affected)
            .filter_map(|linked| match linked.person {
                PersonRef::Pupil { id } => Some(id),
                PersonRef::Staff { .. } | PersonRef::Described { .. } => None,
            })
            .any(|pupil| !self.child_cases.values().any(|of| of.contains(&pupil)))
    }

    /// Whether it is still to be decided if a pupil to whom it happened gets a case (S16).
    pub(super) fn childs_side_is_open(&self) -> bool {
        self.child_case_declined.is_none() && self.has_child_without_case()
    }

    /// To whom it would go now (domain.md 1 rule 7).
    #[must_use]
    pub fn route(&self, routing: &RoutingFacts) -> Vec<Role> {
        let subjects = Matter::subjects(&self.people());
        route(AboutAdult::Yes, &subjects, routing)
    }

    /// The matter as its steps know it.
    pub(super) fn matter(&self) -> steps::Matter<'_> {
        steps::Matter {
            playbooks: &self.playbooks,
            investigations: &self.investigations,
            children: self.children().collect(),
            about_adult: true,
        }
    }

    /// That the children need no case was not decided of a child who comes later.
    fn asks_anew_for(&mut self, people: &[LinkedPerson]) {
        let is_new_child = |linked: &LinkedPerson| {
            linked.role == LinkRole::Affected
                && linked.person.pupil().is_some()
                && self.links.part_of(&linked.person).is_none()
        };
        if self.child_case_declined.is_some() && people.iter().any(is_new_child) {
            self.child_case_declined = None;
            self.asked.remove(&MatterDecision::ChildsSide);
        }
    }

    /// Open steps go with it.
    fn give_to(&mut self, owner: StaffId) {
        self.playbooks.change_owner(self.owner, owner);
        self.owner = owner;
        self.is_without_owner = false;
    }

    /// A step has to be there, unless the start of its playbook may be what was erased.
    const fn has_met(&self, met: bool, event: &AllegationEvent) -> Result<(), ImpossibleHistory> {
        if met || self.has_gap {
            Ok(())
        } else {
            Err(ImpossibleHistory::at(event.kind()))
        }
    }

    fn put_in_place(&mut self, from: &PersonRef, to: PersonRef) {
        self.links.replace(from, &to);
        if let (Some(wrong), Some(right)) = (from.pupil(), to.pupil()) {
            for pupils in self.child_cases.values_mut() {
                if pupils.remove(&wrong) {
                    pupils.insert(right);
                }
            }
        }
        self.corrections.push((from.clone(), to));
    }

    /// Everything that happens within an open matter.
    fn evolve(&mut self, event: &AllegationEvent) -> Result<(), ImpossibleHistory> {
        match event {
            AllegationEvent::Opened(_)
            | AllegationEvent::Closed(_)
            | AllegationEvent::Reopened(_) => return Err(ImpossibleHistory::at(event.kind())),
            AllegationEvent::Consulted(_)
            | AllegationEvent::NoteAdded(_)
            | AllegationEvent::DutiesLeft(_)
            | AllegationEvent::EnquiryNoted(_) => {}
            AllegationEvent::Held(held) => self.held_for = Some(held.reason.clone()),
            AllegationEvent::GovernorsTold(told) => {
                self.governors_told_for = Some(told.reason.clone())
            }
            AllegationEvent::HoldLifted(_) => {
                let met = self.held_for.take().is_some();
                self.has_met(met, event)?;
            }
            AllegationEvent::DecisionDue(due) => {
                self.asked.insert(due.decision);
            }
            AllegationEvent::ConcernAdded(added) => {
                self.asks_anew_for(&added.people);
                self.concerns.insert(added.concern);
                self.playbooks.concern_joined(added.concern);
                self.unweighed.insert(added.concern);
                self.asked.remove(&MatterDecision::Threshold);
                self.links.add_concern(added.concern, &added.people);
            }
            AllegationEvent::PersonLinked(linked) => {
                self.asks_anew_for(std::slice::from_ref(&linked.person));
                self.links.add_by_hand(&linked.person);
            }
            AllegationEvent::ChildCaseDeclined(declined) => {
                self.asked.insert(MatterDecision::ChildsSide);
                self.child_case_declined = Some(declined.clone());
            }
            AllegationEvent::PersonCorrected(corrected) => {
                self.put_in_place(&corrected.from, corrected.to.clone());
            }
            AllegationEvent::PersonMatched(matched) => {
                self.put_in_place(&matched.described, PersonRef::Staff { id: matched.staff });
                self.routed_to.clone_from(&matched.routed_to);
            }
            AllegationEvent::ThresholdDecided(decided) => {
                if self.is_to_weigh() {
                    self.weighed = std::mem::take(&mut self.unweighed);
                }
                self.threshold = Some(decided.clone());
            }
            AllegationEvent::SupportPersonNamed(named) => {
                self.support_person = Some(named.clone());
            }
            AllegationEvent::TellingDecided(decided) => {
                self.telling.insert(decided.whom, decided.clone());
            }
            AllegationEvent::InterimMeasureDecided(decided) => {
                self.interim_measure = Some(decided.clone());
            }
            AllegationEvent::OutcomeRecorded(recorded) => self.outcome = Some(recorded.clone()),
            AllegationEvent::ChildCaseLinked(linked) => {
                let pupils = linked.pupils.iter().copied().collect();
                self.child_cases.insert(linked.case, pupils);
                self.asked.remove(&MatterDecision::ChildsSide);
            }
            AllegationEvent::NameShared(shared) => {
                let pairs = { shared.cases.iter() }.map(|case| (shared.person.clone(), *case));
                self.shared.extend(pairs);
            }
            AllegationEvent::OwnerChanged(changed) => self.give_to(changed.owner),
            AllegationEvent::Rerouted(rerouted) => {
                self.routed_to.clone_from(&rerouted.routed_to);
                match rerouted.owner {
                    Some(owner) => self.give_to(owner),
                    None => self.is_without_owner = true,
                }
            }
            AllegationEvent::InvestigationRecorded(recorded) => {
                let met = self
                    .investigations
                    .apply(recorded.investigation, &recorded.fact);
                self.has_met(met, event)?;
            }
            AllegationEvent::PlaybookStarted(started) => self.playbooks.start(&started.into()),
            AllegationEvent::StepDone(done) => {
                let met = self.playbooks.step_done(&done.into());
                self.has_met(met, event)?;
            }
            AllegationEvent::StepSkipped(skipped) => {
                let met = self.playbooks.step_skipped(&skipped.into());
                self.has_met(met, event)?;
            }
            AllegationEvent::StepGiven(given) => {
                let met = self.playbooks.step_given(&given.into());
                self.has_met(met, event)?;
            }
        }
        Ok(())
    }
}

impl State {
    /// What is known of the matter, if anything readable is left.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::Open(record) | Self::Closed(record, _) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The open matter, or the refusal of everything that needs one.
    pub(super) fn open(&self) -> Result<&Record, Refusal> {
        match self {
            Self::Open(record) => Ok(record),
            Self::Closed(..) => Err(Refusal::new(
                Code::AllegationClosed,
                "This matter is closed: reopen it first, with a reason.",
            )),
            Self::Absent | Self::Erased => Err(self.unreadable()),
        }
    }

    /// The refusal of everything that needs a matter where there is none to read.
    pub(super) fn unreadable(&self) -> Refusal {
        if *self == Self::Erased {
            let detail =
                "The content of this matter was erased: nothing can be done with it any more.";
            Refusal::new(Code::Erased, detail)
        } else {
            Refusal::new(Code::Absent, "There is no such matter.")
        }
    }

    pub(super) fn evolve(self, event: &AllegationEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, AllegationEvent::Opened(opened)) => {
                Ok(Self::Open(Box::new(Record::of(opened))))
            }
            (Self::Open(record), AllegationEvent::Closed(closed)) => {
                Ok(Self::Closed(record, closed.clone()))
            }
            (Self::Closed(record, _), AllegationEvent::Reopened(_)) => Ok(Self::Open(record)),
            // A concern was corrected after the matter was closed: the wrong name goes there too. What is
            // closed is held like what is open.
            (
                Self::Closed(mut record, closed),
                AllegationEvent::PersonCorrected(_)
                | AllegationEvent::PersonLinked(_)
                | AllegationEvent::Held(_)
                | AllegationEvent::HoldLifted(_)
                | AllegationEvent::GovernorsTold(_),
            ) => {
                record.evolve(event)?;
                Ok(Self::Closed(record, closed))
            }
            // The erased event may have been the closing or the reopening.
            (Self::Closed(record, _), AllegationEvent::Closed(closed)) if record.has_gap => {
                Ok(Self::Closed(record, closed.clone()))
            }
            (Self::Open(record), AllegationEvent::Reopened(_)) if record.has_gap => {
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
