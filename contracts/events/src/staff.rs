//! Events of the staff register: who works here, with which roles, bound to which log-in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{AcademyId, ConflictId, RoleProposalId};
use crate::login::LoginBinding;
use crate::payload::{aggregate, payloads};
use crate::person::PersonRef;
use crate::roles::Role;
use crate::sensitive::Sensitive;

/// Who employs somebody: it decides to whom a concern about them goes (domain.md 1 rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Employer {
    /// The academy.
    Academy,
    /// The trust: central and peripatetic staff.
    Trust,
}

/// How somebody is close to another person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The person themself.
    Oneself,
    /// Parent, child, brother, sister or other relative.
    Relative,
    /// Husband, wife or partner.
    Partner,
    /// A friend named as such.
    Friend,
}

/// When somebody is sent an email that a matter needs them. What cannot wait comes at once to all
/// but those who want none; that somebody is in danger now (R2) comes at once to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailChoice {
    /// With every notice.
    Immediate,
    /// Once a day, for all that can wait.
    #[default]
    Digest,
    /// Only when somebody is in danger now.
    Off,
}

payloads! {
    /// Somebody came on the staff register.
    "staff.registered" v 1 StaffRegistered {
        /// Surname.
        surname: Sensitive<String>,
        /// Forename.
        forename: Sensitive<String>,
        /// Job title.
        job_title: Option<Sensitive<String>>,
        /// Who employs them.
        employer: Employer,
        /// Their log-in, if they have one yet.
        login: Option<LoginBinding>,
        /// Their conflict stream: random, so that nobody can guess it.
        conflict: ConflictId,
        /// The MIS's own id.
        mis_id: Option<String>,
    }
    /// Their log-in was set or changed.
    "staff.login_bound" v 1 StaffLoginBound {
        /// The log-in.
        login: LoginBinding,
    }
    /// A senior proposed a role for them (domain.md 1 rule 7).
    "staff.role_proposed" v 2 StaffRoleProposed {
        /// The proposal.
        proposal: RoleProposalId,
        /// The role.
        role: Role,
        /// For which academy; none for the whole trust.
        academy: Option<AcademyId>,
        /// Until when they are to hold it: an acting head, a proxy. None where it has no end yet.
        until: Option<At>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// A second, unconflicted senior confirmed it: it takes effect.
    "staff.role_confirmed" v 1 StaffRoleConfirmed {
        /// The proposal.
        proposal: RoleProposalId,
    }
    /// A role was taken away: needs one person, takes effect at once.
    "staff.role_ended" v 1 StaffRoleEnded {
        /// The role.
        role: Role,
        /// For which academy.
        academy: Option<AcademyId>,
        /// Why.
        reason: Sensitive<String>,
    }
    /// A person close to them was registered; their conflict stream holds the person already.
    "staff.relation_registered" v 1 StaffRelationRegistered {
        /// Who is close to them.
        person: PersonRef,
        /// How.
        relation: Relation,
    }
    /// A person is close to them no more, or never was; their conflict stream follows.
    "staff.relation_ended" v 1 StaffRelationEnded {
        /// Who.
        person: PersonRef,
        /// Why.
        reason: Sensitive<String>,
    }
    /// Where notices by email go was set, changed or taken away.
    "staff.email_set" v 1 StaffEmailSet {
        /// The address; none when it was taken away.
        email: Option<Sensitive<String>>,
    }
    /// They chose when they are sent an email.
    "staff.email_chosen" v 1 StaffEmailChosen {
        /// When.
        choice: EmailChoice,
    }
    /// They left: access ends that day.
    "staff.ended" v 1 StaffEnded {
        /// Last day.
        on: Day,
    }
}

aggregate! {
    /// An event of a member of staff.
    StaffEvent {
        Registered(StaffRegistered),
        LoginBound(StaffLoginBound),
        RoleProposed(StaffRoleProposed),
        RoleConfirmed(StaffRoleConfirmed),
        RoleEnded(StaffRoleEnded),
        RelationRegistered(StaffRelationRegistered),
        RelationEnded(StaffRelationEnded),
        EmailSet(StaffEmailSet),
        EmailChosen(StaffEmailChosen),
        Ended(StaffEnded),
    }
}
