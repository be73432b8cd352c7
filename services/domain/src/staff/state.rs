//! What the events of a staff record add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::staff::{EmailChoice, Relation, StaffEnded, StaffEvent, StaffRegistered};
use lanyard_events::{AcademyId, At, LoginBinding, PersonRef, Role, RoleProposalId, Sensitive};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A role for an academy, or for the whole trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// For which academy; none for the whole trust.
    pub academy: Option<AcademyId>,
}

/// A staff record.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// Works here.
    Employed(Box<Member>),
    /// Left; holds no role any more.
    Left(Box<Member>, StaffEnded),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// What is known of a member of staff.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// As they were registered.
    pub registered: StaffRegistered,
    /// Their log-in now.
    pub login: Option<LoginBinding>,
    /// Confirmed roles; `staff` goes without saying.
    pub roles: BTreeSet<HeldRole>,
    /// Until when those of them are held that have an end.
    pub until: BTreeMap<HeldRole, At>,
    /// Roles proposed and not yet confirmed.
    pub proposals: BTreeMap<RoleProposalId, HeldRole>,
    /// The ends that were proposed with them.
    pub proposed_until: BTreeMap<RoleProposalId, At>,
    /// Proposals that were confirmed.
    pub confirmed: BTreeSet<RoleProposalId>,
    /// Who is close to them.
    pub relations: Vec<(PersonRef, Relation)>,
    /// Where notices by email go.
    pub email: Option<Sensitive<String>>,
    /// When they are sent an email.
    pub email_choice: EmailChoice,
    /// An event of it was erased.
    has_gap: bool,
}

impl Member {
    fn of(registered: &StaffRegistered) -> Self {
        Self {
            login: registered.login.clone(),
            registered: registered.clone(),
            roles: BTreeSet::new(),
            until: BTreeMap::new(),
            proposed_until: BTreeMap::new(),
            proposals: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            relations: Vec::new(),
            email: None,
            email_choice: EmailChoice::default(),
            has_gap: false,
        }
    }

    /// Whether they hold a role at a moment: one with an end ends by the clock.
    #[must_use]
    pub fn holds(&self, role: &HeldRole, at: At) -> bool {
        self.roles.contains(role) && self.until.get(role).is_none_or(|until| *until > at)
    }

    /// Whether a proposal of this id ever stood, or stands: each id proposes one role.
    pub(super) fn knows_proposal(&self, proposal: RoleProposalId) -> bool {
        self.proposals.contains_key(&proposal) || self.confirmed.contains(&proposal)
    }

    fn evolve(&mut self, event: &StaffEvent) -> Result<(), ImpossibleHistory> {
        match event {
            StaffEvent::Registered(_) | StaffEvent::Ended(_) => {
                return Err(ImpossibleHistory::at(event.kind()));
            }
            StaffEvent::LoginBound(bound) => self.login = Some(bound.login.clone()),
            StaffEvent::RoleProposed(proposed) => {
                let role = HeldRole {
                    role: proposed.role,
                    academy: proposed.academy,
                };
                self.proposals.insert(proposed.proposal, role);
                let until = proposed.until.map(|until| (proposed.proposal, until));
                self.proposed_until.extend(until);
            }
            StaffEvent::RoleConfirmed(confirmed) => {
                self.confirmed.insert(confirmed.proposal);
                match self.proposals.remove(&confirmed.proposal) {
                    Some(role) => {
                        self.roles.insert(role);
                        match self.proposed_until.remove(&confirmed.proposal) {
                            Some(until) => self.until.insert(role, until),
                            None => self.until.remove(&role),
                        };
                    }
                    // The proposal may be what was erased: then nobody knows which role it was,
                    // and none is given.
                    None if self.has_gap => {}
                    None => return Err(ImpossibleHistory::at(event.kind())),
                }
            }
            StaffEvent::RoleEnded(ended) => {
                let role = HeldRole {
                    role: ended.role,
                    academy: ended.academy,
                };
                self.roles.remove(&role);
                self.until.remove(&role);
                self.proposals.retain(|_, proposed| *proposed != role);
            }
            StaffEvent::RelationRegistered(registered) => {
                let relation = (registered.person.clone(), registered.relation);
                self.relations.push(relation);
            }
            StaffEvent::RelationEnded(ended) => {
                self.relations.retain(|(person, _)| *person != ended.person);
            }
            StaffEvent::EmailSet(set) => self.email.clone_from(&set.email),
            StaffEvent::EmailChosen(chosen) => self.email_choice = chosen.choice,
        }
        Ok(())
    }
}

impl State {
    /// What is known of them, if anything readable is left.
    #[must_use]
    pub const fn member(&self) -> Option<&Member> {
        match self {
            Self::Employed(member) | Self::Left(member, _) => Some(member),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The roles that they hold now: none after they left.
    pub fn roles(&self) -> impl Iterator<Item = HeldRole> {
        let roles = match self {
            Self::Employed(member) => Some(&member.roles),
            Self::Absent | Self::Left(..) | Self::Erased => None,
        };
        roles.into_iter().flatten().copied()
    }

    /// The member, or the refusal of everything that needs somebody who works here.
    pub(super) fn employed(&self) -> Result<&Member, Refusal> {
        match self {
            Self::Employed(member) => Ok(member),
            Self::Left(..) => Err(Refusal::new(Code::StaffLeft, "This person has left.")),
            Self::Absent => Err(Refusal::new(
                Code::Absent,
                "There is nobody with this id on the staff register.",
            )),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The content of this staff record was erased.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &StaffEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, StaffEvent::Registered(registered)) => {
                Ok(Self::Employed(Box::new(Member::of(registered))))
            }
            (Self::Employed(member), StaffEvent::Ended(ended)) => {
                Ok(Self::Left(member, ended.clone()))
            }
            (Self::Employed(mut member), _) => {
                member.evolve(event)?;
                Ok(Self::Employed(member))
            }
            (Self::Absent | Self::Left(..), _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::Employed(mut member) => {
                member.has_gap = true;
                Self::Employed(member)
            }
            Self::Left(..) => self,
        }
    }
}
