//! The caller's rights as a filter over rows, so that SQL can apply them before `LIMIT`.

use std::collections::BTreeSet;

use lanyard_events::{AcademyId, Actor, Role, StreamId};

use crate::action::Action;
use crate::caller::{Caller, ClientScope};
use crate::person::PersonKey;
use crate::resource::{Resource, ResourceKind};

/// A set of academies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcademySet {
    /// Every academy, and what belongs to no academy.
    All,
    /// These.
    Some(BTreeSet<AcademyId>),
}

impl AcademySet {
    /// No academy.
    pub const NONE: Self = Self::Some(BTreeSet::new());

    /// Whether it holds the academy; only `All` holds what belongs to none.
    #[must_use]
    pub fn contains(&self, academy: Option<AcademyId>) -> bool {
        match (self, academy) {
            (Self::All, _) => true,
            (Self::Some(_), None) => false,
            (Self::Some(academies), Some(academy)) => academies.contains(&academy),
        }
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::All => false,
            Self::Some(academies) => academies.is_empty(),
        }
    }

    fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::All, _) => {}
            (_, Self::All) => *self = Self::All,
            (Self::Some(academies), Self::Some(more)) => academies.extend(more),
        }
    }
}

/// Which rows a caller may have in the answer to one action.
///
/// A row is in it when it is of one of the `kinds`, within `within`, links none of the
/// `excluded_persons`, is none of the `excluded_matters`, and at least one of these holds:
/// it is routed to a role of `by_role` at one of that role's academies; the actor raised it and
/// `own` is set; it is given to the actor by name at an academy of `named`; its academy is in
/// `unrouted`.
///
/// The exclusions are empty where no conflict stands against the action (roster, staff register,
/// academies), so that they can always be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Who asks.
    pub actor: Actor,
    /// Kinds of rows that it covers.
    pub kinds: &'static [ResourceKind],
    /// Matters routed to this role, at these academies. A role is named once.
    pub by_role: Vec<(Role, AcademySet)>,
    /// Whether rows count that the actor raised.
    pub own: bool,
    /// Academies at which rows count that are given to the actor by name.
    pub named: AcademySet,
    /// Academies of which every row counts: registers, which have no routing.
    pub unrouted: AcademySet,
    /// No row outside these, whatever else gives it.
    pub within: AcademySet,
    /// No row that links one of them, as a linked person or as its subject. The actor is one.
    pub excluded_persons: BTreeSet<PersonKey>,
    /// None of these matters.
    pub excluded_matters: BTreeSet<StreamId>,
    /// Cases and adults' matters given to the actor by name, wherever they lie.
    pub granted_matters: BTreeSet<StreamId>,
}

/// Roles that read what is routed to them (domain.md 1, "Routing").
const READERS: [Role; 5] = [
    Role::Dsl,
    Role::DeputyDsl,
    Role::Head,
    Role::TrustLead,
    Role::Chair,
];

/// Roles that read no matter, and carry out what is given to them by name.
const CARRY_OUT: [Role; 7] = [
    Role::Staff,
    Role::Pastoral,
    Role::It,
    Role::Siro,
    Role::Dpo,
    Role::Hr,
    Role::Comms,
];

/// Roles that work in one academy and meet its pupils and staff, and the trust lead.
const SCHOOL: [Role; 7] = [
    Role::Staff,
    Role::Pastoral,
    Role::Dsl,
    Role::DeputyDsl,
    Role::Head,
    Role::It,
    Role::TrustLead,
];

impl Scope {
    /// The rows of an action for a caller; of an action without rows, none.
    #[must_use]
    pub fn of(caller: &Caller, action: Action) -> Self {
        let mut scope = Self::nothing(caller, action);
        match caller.actor {
            Actor::Staff(staff) => {
                scope.fill_for_person(caller, action);
                if conflicts_count(action) {
                    scope.excluded_persons.insert(PersonKey::Staff(staff));
                }
            }
            Actor::Client(_) => scope.fill_for_client(caller, action),
            Actor::System | Actor::Public => {}
        }
        scope
    }

    /// Every matter there is, whoever it is about: for figures that the system counts and hides before
    /// anybody sees them (R16). Never for an answer.
    #[must_use]
    pub fn of_everything() -> Self {
        Self {
            kinds: ResourceKind::ALL,
            unrouted: AcademySet::All,
            ..Self::nothing(&Caller::nobody(Actor::System), Action::PublishSnapshot)
        }
    }

    fn nothing(caller: &Caller, action: Action) -> Self {
        let mut scope = Self {
            actor: caller.actor,
            kinds: action.row_kinds(),
            by_role: Vec::new(),
            own: false,
            named: AcademySet::NONE,
            unrouted: AcademySet::NONE,
            within: AcademySet::All,
            excluded_persons: BTreeSet::new(),
            excluded_matters: BTreeSet::new(),
            granted_matters: BTreeSet::new(),
        };
        if conflicts_count(action) {
            scope.excluded_persons.clone_from(&caller.excluded_persons);
            scope.excluded_matters.clone_from(&caller.excluded_matters);
        }
        scope
    }

    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "an action without rows has an empty scope, whichever it is"
    )]
    fn fill_for_person(&mut self, caller: &Caller, action: Action) {
        let reach = |roles: &[Role]| reach(caller, roles);
        match action {
            Action::ReadCase
            | Action::ListCases
            | Action::ReadAllegation
            | Action::ListAllegations => {
                self.by_role = routed(caller);
                if !reach(Role::ALL).is_empty() {
                    self.granted_matters.clone_from(&caller.granted_matters);
                }
            }
            Action::ReadEntry | Action::ListEntries => {
                self.by_role = held(caller, Role::ALL);
                self.named = reach(Role::ALL);
            }
            Action::ReadConcern
            | Action::ReadEvidence
            | Action::ReadReferral
            | Action::ListReferrals
            | Action::ListDue
            | Action::Search
            | Action::ReadInspection
            | Action::ReadPupilHistory => self.by_role = routed(caller),
            // What goes to the head, safeguarding leads count too; it is for `app` to show it as R16 wants.
            Action::CountAllegations => {
                for role in READERS {
                    let holders: &[Role] = match role {
                        Role::Head => &[Role::Head, Role::Dsl, Role::DeputyDsl],
                        Role::Dsl | Role::DeputyDsl | Role::TrustLead | Role::Chair => &[role],
                        _ => &[],
                    };
                    self.route(role, reach(holders));
                }
            }
            // Of pupils' cases the data protection officer sees the days and the reasons.
            Action::ListRetention => {
                for role in READERS {
                    let holders: &[Role] = match role {
                        Role::Dsl => &[Role::Dsl, Role::Dpo],
                        Role::DeputyDsl | Role::Head | Role::TrustLead | Role::Chair => &[role],
                        _ => &[],
                    };
                    self.route(role, reach(holders));
                }
            }
            Action::ListConcerns => {
                self.by_role = routed(caller);
                self.own = !reach(Role::ALL).is_empty();
            }
            Action::SeeConcernStatus => self.own = !reach(Role::ALL).is_empty(),
            Action::ListMyActions => {
                self.named = reach(&READERS);
                self.named.add(reach(&CARRY_OUT));
            }
            // The central team counts what goes to safeguarding leads, never adults' matters.
            Action::ReadTrustOverview => {
                for (holder, routed) in [
                    (Role::TrustTeam, Role::Dsl),
                    (Role::TrustLead, Role::TrustLead),
                ] {
                    self.route(routed, reach(&[holder]));
                }
            }
            Action::ReadPupilRoster => self.unrouted = reach(&SCHOOL),
            Action::ReadStaffRegister => {
                self.unrouted = reach(&SCHOOL);
                self.unrouted.add(reach(&[Role::Chair]));
            }
            Action::ListDeliveries => self.unrouted = reach(&[Role::It, Role::TrustLead]),
            Action::ReadAcademy => self.unrouted = reach(Role::ALL),
            Action::ReadAccessLog => self.unrouted = reach(&[Role::Auditor, Role::Dpo]),
            Action::ReadDeviations => self.unrouted = reach(&[Role::Auditor]),
            _ => {}
        }
    }

    #[allow(
        clippy::wildcard_enum_match_arm,
        reason = "whatever no scope of a client names is nothing to it"
    )]
    fn fill_for_client(&mut self, caller: &Caller, action: Action) {
        let Some(rights) = &caller.client else { return };
        let academies = AcademySet::Some(rights.academies.clone());
        let has = |scope| rights.scopes.contains(&scope);
        self.within = academies.clone();
        match action {
            Action::ListConcerns | Action::SeeConcernStatus => {
                self.own = has(ClientScope::ConcernsRead);
            }
            Action::ReadPupilRoster if has(ClientScope::PupilsRead) => self.unrouted = academies,
            Action::ReadStaffRegister if has(ClientScope::StaffRead) => self.unrouted = academies,
            Action::ReadAcademy if !rights.scopes.is_empty() => self.unrouted = academies,
            _ => {}
        }
    }

    fn route(&mut self, role: Role, academies: AcademySet) {
        if !academies.is_empty() {
            self.by_role.push((role, academies));
        }
    }

    /// Whether nothing can be in it, so that no query is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
            || self.within.is_empty()
            || (self.by_role.is_empty()
                && !self.own
                && self.named.is_empty()
                && self.granted_matters.is_empty()
                && self.unrouted.is_empty())
    }

    /// Whether the row is in it.
    #[must_use]
    pub fn permits(&self, row: &Resource) -> bool {
        self.kinds.contains(&row.kind)
            && self.within.contains(row.academy)
            && !self.excludes(row)
            && (self.routes(row)
                || (self.own && row.raised_by == Some(self.actor))
                || (self.names(row)
                    && (self.named.contains(row.academy)
                        || (row.kind == ResourceKind::RegisterEntry && !self.named.is_empty())))
                || row
                    .stream
                    .is_some_and(|stream| self.granted_matters.contains(&stream))
                || self.unrouted.contains(row.academy))
    }

    /// Whether a conflict of interest hides the row.
    #[must_use]
    pub fn excludes(&self, row: &Resource) -> bool {
        // One's own entry of a register is not hidden by those whom it links.
        let own = row.kind == ResourceKind::RegisterEntry && self.names(row);
        row.stream
            .is_some_and(|stream| self.excluded_matters.contains(&stream))
            || { row.people.iter().filter(|_| !own) }
                .chain(&row.subject)
                .any(|person| self.excluded_persons.contains(person))
    }

    fn routes(&self, row: &Resource) -> bool {
        self.by_role
            .iter()
            .any(|(role, at)| row.routed_to.contains(*role) && at_entry(at, row))
    }

    fn names(&self, row: &Resource) -> bool {
        matches!(self.actor, Actor::Staff(staff) if row.granted.contains(&staff))
    }
}

/// Whether academies of a role reach the row: an entry of the trust's registers is reached from each.
fn at_entry(at: &AcademySet, row: &Resource) -> bool {
    at.contains(row.academy)
        || (row.kind == ResourceKind::RegisterEntry && row.academy.is_none() && !at.is_empty())
}

/// Each reader's role with its academies, a role once.
fn routed(caller: &Caller) -> Vec<(Role, AcademySet)> {
    held(caller, &READERS)
}

/// Each of these roles with its academies, a role once.
fn held(caller: &Caller, roles: &[Role]) -> Vec<(Role, AcademySet)> {
    roles
        .iter()
        .map(|role| (*role, reach(caller, &[*role])))
        .filter(|(_, academies)| !academies.is_empty())
        .collect()
}

/// Where the caller holds any of the roles.
fn reach(caller: &Caller, roles: &[Role]) -> AcademySet {
    let mut academies = AcademySet::NONE;
    for held in caller
        .roles
        .iter()
        .filter(|held| roles.contains(&held.role))
    {
        match held.academy {
            Some(academy) => academies.add(AcademySet::Some(BTreeSet::from([academy]))),
            None if held.role.is_trust_wide() || held.role == Role::Staff => {
                academies.add(AcademySet::All);
            }
            None => {}
        }
    }
    academies
}

/// Registers of names carry no content: a parent on the staff sees their child on the roster.
const fn conflicts_count(action: Action) -> bool {
    !matches!(
        action,
        Action::ReadPupilRoster
            | Action::ReadStaffRegister
            | Action::ListDeliveries
            | Action::ReadAcademy
    )
}
