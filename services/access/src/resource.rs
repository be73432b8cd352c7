//! What is asked for, with all that bears on the answer: one row of fixed shape.

use lanyard_events::{
    AcademyId, Actor, AllegationId, CaseId, ConcernId, PupilId, Role, StaffId, StreamId,
};
use uuid::Uuid;

use crate::person::PersonKey;
use crate::role_set::RoleSet;

/// What sort of thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceKind {
    /// An academy, or what is to be made in it: a concern is raised at an academy.
    Academy,
    /// A concern.
    Concern,
    /// A case.
    Case,
    /// An action planned in a case.
    CaseAction,
    /// A referral to a desk outside the trust: seen by whoever sees the matter it comes out of.
    Referral,
    /// A matter about an adult.
    Allegation,
    /// A file that belongs to a matter: seen by whoever reads the matter.
    Evidence,
    /// Leave for somebody to read a case: seen by whoever reads the case for their role.
    Grant,
    /// An entry of a register, or what is to become one.
    RegisterEntry,
    /// A pupil.
    Pupil,
    /// A member of staff on the register.
    Staff,
    /// A document of policy that the trust edits: a playbook, a matrix.
    PolicyDocument,
    /// The trust overview as a page; what it counts are concerns and cases.
    Overview,
    /// The log's entries.
    Log,
    /// The record of who looked, or one row of it.
    AccessLog,
}

impl ResourceKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Academy,
        Self::Concern,
        Self::Case,
        Self::CaseAction,
        Self::Referral,
        Self::Allegation,
        Self::Evidence,
        Self::Grant,
        Self::RegisterEntry,
        Self::Pupil,
        Self::Staff,
        Self::PolicyDocument,
        Self::Overview,
        Self::Log,
        Self::AccessLog,
    ];

    /// The name, which is also the entity type in Cedar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Academy => "Academy",
            Self::Concern => "Concern",
            Self::Case => "Case",
            Self::CaseAction => "CaseAction",
            Self::Referral => "Referral",
            Self::Allegation => "Allegation",
            Self::Evidence => "Evidence",
            Self::Grant => "Grant",
            Self::RegisterEntry => "RegisterEntry",
            Self::Pupil => "Pupil",
            Self::Staff => "Staff",
            Self::PolicyDocument => "PolicyDocument",
            Self::Overview => "Overview",
            Self::Log => "Log",
            Self::AccessLog => "AccessLog",
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What sort of thing.
    pub kind: ResourceKind,
    /// Its academy; none is the whole trust. A change of roles: the academy of the role, none for
    /// a role of the whole trust.
    pub academy: Option<AcademyId>,
    /// A matter or an entry: the roles whose holders may read it (add it, move it on). A change of
    /// roles: the role at stake.
    pub routed_to: RoleSet,
    /// A concern: who raised it. A change of roles: who proposed it.
    pub raised_by: Option<Actor>,
    /// Its stream, once there is one; of an action, a referral or a grant, that of its matter.
    pub stream: Option<StreamId>,
    /// A matter: everybody linked to it, in whatever part.
    pub people: Vec<PersonKey>,
    /// The pupil or member of staff itself; for a conflict, whom it is marked for.
    pub subject: Option<PersonKey>,
    /// Staff to whom it is given by name: the owner of an action, or whose own entry it is.
    pub granted: Vec<StaffId>,
}

impl Resource {
    /// A resource of which only the kind is known.
    #[must_use]
    pub const fn new(kind: ResourceKind) -> Self {
        Self {
            kind,
            academy: None,
            routed_to: RoleSet::EMPTY,
            raised_by: None,
            stream: None,
            people: Vec::new(),
            subject: None,
            granted: Vec::new(),
        }
    }

    /// A resource of one academy.
    #[must_use]
    pub const fn at(kind: ResourceKind, academy: AcademyId) -> Self {
        let mut resource = Self::new(kind);
        resource.academy = Some(academy);
        resource
    }

    /// What an address that leads nowhere is decided on: a concern, case or action that is denied
    /// to everybody, with about as much in it as a real one, so that deciding costs about the same
    /// (design.md 5, "Denied looks like absent"). The nil UUID is nobody's and nothing's.
    #[must_use]
    pub fn absent(kind: ResourceKind) -> Self {
        let stream = if kind == ResourceKind::Concern {
            ConcernId::new(Uuid::nil()).stream()
        } else if kind == ResourceKind::Allegation {
            AllegationId::new(Uuid::nil()).stream()
        } else {
            CaseId::new(Uuid::nil()).stream()
        };
        Self {
            kind,
            academy: Some(AcademyId::new(Uuid::nil())),
            // As many as for a pupil, but none of them reads what is routed to it: no matter is
            // routed to the first four, and nobody holds the others at no academy.
            routed_to: if kind == ResourceKind::RegisterEntry {
                RoleSet::from_roles([Role::Pastoral, Role::It, Role::Dsl, Role::Guest])
            } else {
                RoleSet::from_roles([Role::Elt, Role::Siro, Role::Hr, Role::Comms])
            },
            raised_by: Some(Actor::Staff(StaffId::new(Uuid::nil()))),
            stream: Some(stream),
            people: vec![PersonKey::Pupil(PupilId::new(Uuid::nil()))],
            subject: None,
            granted: Vec::new(),
        }
    }
}
