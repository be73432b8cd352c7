//! Who asks: a person with roles, or an integration client with scopes.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use lanyard_events::{AcademyId, Actor, Role, StreamId};

use crate::person::PersonKey;

/// One role held by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldRole {
    /// Which role.
    pub role: Role,
    /// For which academy; none is the whole trust. A role that belongs to one academy
    /// (`dsl`, `head`, …) and names none reaches nowhere; `staff` without one is somebody whom
    /// the trust employs, who works everywhere.
    pub academy: Option<AcademyId>,
}

/// What an integration client may ask for (design.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientScope {
    /// See the state of the concerns that it raised.
    ConcernsRead,
    /// Raise concerns and add to its own.
    ConcernsWrite,
    /// Read the roster.
    PupilsRead,
    /// Register, change and end pupils.
    PupilsWrite,
    /// Read the staff register.
    StaffRead,
    /// Register, change and end staff; never a role beyond `staff`.
    StaffWrite,
    /// Add entries to the registers that take them from clients: alerts of a filter.
    RegistersWrite,
}

impl ClientScope {
    /// Every scope.
    pub const ALL: &[Self] = &[
        Self::ConcernsRead,
        Self::ConcernsWrite,
        Self::PupilsRead,
        Self::PupilsWrite,
        Self::StaffRead,
        Self::StaffWrite,
        Self::RegistersWrite,
    ];

    /// The scope as a token spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConcernsRead => "concerns:read",
            Self::ConcernsWrite => "concerns:write",
            Self::PupilsRead => "pupils:read",
            Self::PupilsWrite => "pupils:write",
            Self::StaffRead => "staff:read",
            Self::StaffWrite => "staff:write",
            Self::RegistersWrite => "registers:write",
        }
    }
}

impl fmt::Display for ClientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ClientScope {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.name() == text)
            .ok_or(())
    }
}

/// The rights of an integration client, from its token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientRights {
    /// What it may ask for.
    pub scopes: BTreeSet<ClientScope>,
    /// For which academies.
    pub academies: BTreeSet<AcademyId>,
}

/// Who asks, with all that bears on the answer.
///
/// `actor` decides what counts: a person's roles, or a client's rights; never both. Any other
/// actor is denied everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Roles in force, from the staff register; empty for a leaver.
    pub roles: Vec<HeldRole>,
    /// Rights of a client.
    pub client: Option<ClientRights>,
    /// Persons of the caller's conflict stream: oneself, relatives, partners, named friends.
    pub excluded_persons: BTreeSet<PersonKey>,
    /// Single matters of the caller's conflict stream.
    pub excluded_matters: BTreeSet<StreamId>,
    /// Cases and adults' matters that the caller may read now by a grant in their name (domain.md 1 rule 2).
    pub granted_matters: BTreeSet<StreamId>,
}

impl Caller {
    /// Somebody without any right or conflict.
    #[must_use]
    pub const fn nobody(actor: Actor) -> Self {
        Self {
            actor,
            roles: Vec::new(),
            client: None,
            excluded_persons: BTreeSet::new(),
            excluded_matters: BTreeSet::new(),
            granted_matters: BTreeSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_back_from_its_name() {
        for scope in ClientScope::ALL {
            assert_eq!(scope.name().parse(), Ok(*scope));
        }
        assert_eq!("concerns:admin".parse::<ClientScope>(), Err(()));
    }
}
