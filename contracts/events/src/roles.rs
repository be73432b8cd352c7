//! Role ids of domain.md 1.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $name:literal),+ $(,)?) => {
        /// What somebody does in the trust (domain.md 1). Functions only: what they may see also
        /// depends on academy, relation and conflicts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Role {
            $($(#[$doc])* $role,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$role),+];

            /// The role id.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)+ }
            }
        }

        impl FromStr for Role {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($name => Ok(Self::$role),)+ _ => Err(()) }
            }
        }
    };
}

roles! {
    /// Any staff, supply, volunteer, contractor.
    Staff "staff",
    /// Class teacher, tutor, head of year.
    Pastoral "pastoral",
    /// Designated safeguarding lead.
    Dsl "dsl",
    /// Deputy designated safeguarding lead.
    DeputyDsl "deputy_dsl",
    /// Headteacher, head of school, acting head.
    Head "head",
    /// Group safeguarding lead.
    TrustLead "trust_lead",
    /// Chair of trustees or governors.
    Chair "chair",
    /// Executive team, trust board.
    Elt "elt",
    /// Trust central team.
    TrustTeam "trust_team",
    /// Safeguarding governor or trustee.
    Governor "governor",
    /// IT lead, technician, filter manager.
    It "it",
    /// Senior information risk owner.
    Siro "siro",
    /// Data protection officer.
    Dpo "dpo",
    /// Human resources.
    Hr "hr",
    /// Communications.
    Comms "comms",
    /// Auditor of the record.
    Auditor "auditor",
    /// Inspector or visitor with a grant.
    Guest "guest",
}

impl Role {
    /// Whether the role is held for the whole trust rather than for one academy.
    #[must_use]
    pub const fn is_trust_wide(self) -> bool {
        matches!(
            self,
            Self::TrustLead
                | Self::Chair
                | Self::Elt
                | Self::TrustTeam
                | Self::Governor
                | Self::Siro
                | Self::Dpo
                | Self::Hr
                | Self::Comms
                | Self::Auditor
        )
    }

    /// Whether the holder counts as a senior (domain.md 1 rule 7).
    #[must_use]
    pub const fn is_senior(self) -> bool {
        matches!(
            self,
            Self::Head | Self::Dsl | Self::DeputyDsl | Self::TrustLead | Self::Chair
        )
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
