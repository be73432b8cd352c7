//! What the events of a concern add up to.

use std::collections::BTreeSet;

use lanyard_events::concern::{
    AboutAdult, ConcernEvent, ConcernRaised, ConcernRerouted, ConcernText, ConcernTriaged,
    PlaceKind, TriageDecision,
};
use lanyard_events::{
    AllegationId, CaseId, CategoryId, LinkRole, LinkedPerson, PersonRef, Role, Sensitive, StaffId,
};

use crate::people;
use crate::refusal::{Code, ImpossibleHistory, Refusal};
use crate::routing::{RoutingFacts, route};

/// A concern.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// It was raised.
    Raised(Box<Matter>),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// How far a concern has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Nobody has decided yet.
    Untriaged,
    /// Nothing further, or watched until a day; may be decided again.
    Assessed(ConcernTriaged),
    /// Part of a case.
    InCase(CaseId),
    /// Part of a matter about an adult.
    InAllegation(AllegationId),
}

/// A concern as it stands, corrections made.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// How far it has come.
    pub stage: Stage,
    /// Whether it is about an adult here; the category alone can make it so.
    pub about_adult: AboutAdult,
    /// The roles whose holders may see it.
    pub routed_to: Vec<Role>,
    /// Who has it since it was sent on, nobody while nobody can; none while it is where it went first.
    pub receivers: Option<Vec<StaffId>>,
    /// Those of the roles that were let in because nobody to whom it went had answered.
    let_in: Vec<Role>,
    /// Category.
    pub category: CategoryId,
    /// Where it happened.
    pub place: PlaceKind,
    /// People with their parts.
    pub people: Vec<LinkedPerson>,
    /// Persons corrected: wrong, right.
    pub corrected: Vec<(PersonRef, PersonRef)>,
    /// Staff who were ever named as the adult whom it is about.
    named: BTreeSet<StaffId>,
    /// The reporter's account.
    pub account: Sensitive<String>,
    /// The child's exact words.
    pub childs_words: Option<Sensitive<String>>,
    /// What was done.
    pub action_taken: Option<Sensitive<String>>,
    /// Reference to quote.
    pub reference: String,
    /// An event of it was erased.
    has_gap: bool,
}

impl Matter {
    fn of(raised: &ConcernRaised) -> Self {
        let mut matter = Self {
            stage: Stage::Untriaged,
            about_adult: raised.about_adult,
            routed_to: raised.routed_to.clone(),
            receivers: None,
            let_in: Vec::new(),
            category: raised.category.clone(),
            place: raised.place.kind,
            people: raised.people.clone(),
            corrected: Vec::new(),
            named: BTreeSet::new(),
            account: raised.account.clone(),
            childs_words: raised.childs_words.clone(),
            action_taken: raised.action_taken.clone(),
            reference: raised.reference.clone(),
            has_gap: false,
        };
        matter.note_named();
        matter
    }

    /// Who is named as the adult whom it is about now: of a concern about an adult every subject, of any other
    /// whoever is said to have done it.
    fn note_named(&mut self) {
        let now: Vec<StaffId> = if self.is_adult_matter() {
            Self::subjects(&self.people)
        } else {
            { self.people.iter() }
                .filter(|linked| people::accuses_staff(linked))
                .filter_map(|linked| linked.person.staff())
                .collect()
        };
        self.named.extend(now);
    }

    /// Whether somebody was ever named as the adult whom it is about.
    #[must_use]
    pub fn has_named(&self, staff: StaffId) -> bool {
        self.named.contains(&staff)
    }

    /// Staff who were once named so by mistake and have no part in it any more. What was said of them is still in
    /// it: they stay shut out, wherever it goes (domain.md 1 rule 1).
    pub fn once_named(&self) -> impl Iterator<Item = StaffId> + '_ {
        let is_linked = |staff: &StaffId| {
            let mut people = self.people.iter();
            people.any(|linked| linked.person.staff() == Some(*staff))
        };
        { self.named.iter().copied() }.filter(move |staff| !is_linked(staff))
    }

    /// Whether it is an adult's matter, kept apart from pupils' cases.
    #[must_use]
    pub fn is_adult_matter(&self) -> bool {
        self.about_adult != AboutAdult::No
    }

    /// Whether other systems may hear that it is there (design.md 1.7): not if it is an adult's
    /// matter, nor if it could become or hint at one, because somebody on the staff register has a
    /// part in it other than having seen it.
    #[must_use]
    pub fn may_be_told(&self) -> bool {
        !self.is_adult_matter() && Self::subjects(&self.people).is_empty()
    }

    /// Whether somebody has to decide on it, now or on a day.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        match &self.stage {
            Stage::Untriaged => true,
            Stage::Assessed(triaged) => matches!(triaged.decision, TriageDecision::Monitor { .. }),
            Stage::InCase(_) | Stage::InAllegation(_) => false,
        }
    }

    /// To whom it would go now (domain.md 1 rule 7).
    #[must_use]
    pub fn route(&self, routing: &RoutingFacts) -> Vec<Role> {
        route(self.about_adult, &Self::subjects(&self.people), routing)
    }

    /// The roles to which it was sent, without those that were let in afterwards.
    #[must_use]
    pub fn sent_to(&self) -> Vec<Role> {
        { self.routed_to.iter().copied() }
            .filter(|role| !self.let_in.contains(role))
            .collect()
    }

    fn note_let_in(&mut self, rerouted: &ConcernRerouted) {
        match rerouted.lets_in(&self.routed_to) {
            Some(more) => self.let_in.extend(more),
            None => self.let_in.clear(),
        }
    }

    /// The staff whom it may be about: all linked but witnesses.
    #[must_use]
    pub fn subjects(people: &[LinkedPerson]) -> Vec<StaffId> {
        people
            .iter()
            .filter(|linked| linked.role != LinkRole::Witness)
            .filter_map(|linked| linked.person.staff())
            .collect()
    }

    /// A text of it.
    #[must_use]
    pub const fn text(&self, field: ConcernText) -> Option<&Sensitive<String>> {
        match field {
            ConcernText::Account => Some(&self.account),
            ConcernText::ChildsWords => self.childs_words.as_ref(),
            ConcernText::ActionTaken => self.action_taken.as_ref(),
        }
    }

    fn evolve(&mut self, event: &ConcernEvent) -> Result<(), ImpossibleHistory> {
        match event {
            ConcernEvent::Raised(_) => return Err(ImpossibleHistory::at(event.kind())),
            ConcernEvent::InformationAdded(_) => {}
            ConcernEvent::PersonCorrected(corrected) => {
                people::replace(&mut self.people, &corrected.from, &corrected.to);
                let pair = (corrected.from.clone(), corrected.to.clone());
                self.corrected.push(pair);
                self.note_named();
            }
            ConcernEvent::TextCorrected(corrected) => {
                let text = corrected.text.clone();
                match corrected.field {
                    ConcernText::Account => self.account = text,
                    ConcernText::ChildsWords => self.childs_words = Some(text),
                    ConcernText::ActionTaken => self.action_taken = Some(text),
                }
            }
            ConcernEvent::PassedOn(passed) => {
                self.about_adult = passed.about_adult;
                self.routed_to.clone_from(&passed.routed_to);
                self.receivers = None;
                self.let_in.clear();
                self.stage = Stage::Untriaged;
                self.note_named();
            }
            ConcernEvent::Triaged(triaged) => self.triage(triaged, event)?,
            ConcernEvent::Rerouted(rerouted) => {
                self.note_let_in(rerouted);
                self.routed_to.clone_from(&rerouted.routed_to);
                self.receivers = Some(rerouted.receivers.clone());
            }
        }
        Ok(())
    }

    fn triage(
        &mut self,
        triaged: &ConcernTriaged,
        event: &ConcernEvent,
    ) -> Result<(), ImpossibleHistory> {
        let is_settled = matches!(self.stage, Stage::InCase(_) | Stage::InAllegation(_));
        if is_settled && !self.has_gap {
            return Err(ImpossibleHistory::at(event.kind()));
        }
        self.stage = match triaged.decision {
            TriageDecision::NoFurtherAction | TriageDecision::Monitor { .. } => {
                Stage::Assessed(triaged.clone())
            }
            TriageDecision::OpenCase { case } | TriageDecision::AddToCase { case } => {
                Stage::InCase(case)
            }
            TriageDecision::OpenAllegation { allegation }
            | TriageDecision::AddToAllegation { allegation } => Stage::InAllegation(allegation),
        };
        Ok(())
    }
}

impl State {
    /// The concern as it stands, if anything readable is left.
    #[must_use]
    pub const fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Raised(matter) => Some(matter),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The concern, or the refusal of everything that needs one.
    pub(super) fn raised(&self) -> Result<&Matter, Refusal> {
        match self {
            Self::Raised(matter) => Ok(matter),
            Self::Absent => Err(Refusal::new(Code::Absent, "There is no such concern.")),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The content of this concern was erased: nothing can be done with it any more.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &ConcernEvent) -> Result<Self, ImpossibleHistory> {
        match self {
            Self::Erased => Ok(Self::Erased),
            Self::Absent => match event {
                ConcernEvent::Raised(raised) => Ok(Self::Raised(Box::new(Matter::of(raised)))),
                ConcernEvent::InformationAdded(_)
                | ConcernEvent::PersonCorrected(_)
                | ConcernEvent::TextCorrected(_)
                | ConcernEvent::PassedOn(_)
                | ConcernEvent::Triaged(_)
                | ConcernEvent::Rerouted(_) => Err(ImpossibleHistory::at(event.kind())),
            },
            Self::Raised(mut matter) => {
                matter.evolve(event)?;
                Ok(Self::Raised(matter))
            }
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::Raised(mut matter) => {
                matter.has_gap = true;
                Self::Raised(matter)
            }
        }
    }
}
