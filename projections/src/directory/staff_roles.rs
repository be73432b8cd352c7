//! Roles of one member of staff: proposed, held, ended (domain.md 1 rule 7).

use lanyard_events::{AcademyId, Actor, At, Role, RoleProposalId};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use crate::error::ViewError;
use crate::stored::{self, Key};

/// Where a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleState {
    /// Proposed by one; without effect until a second senior confirms it.
    Proposed,
    /// Confirmed: in effect.
    Held,
    /// Taken away.
    Ended,
}

impl RoleState {
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Proposed => 0,
            Self::Held => 1,
            Self::Ended => 2,
        }
    }
}

/// One role, with how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleRow {
    /// The proposal.
    pub proposal: RoleProposalId,
    /// The role.
    pub role: Role,
    /// For which academy; none for the whole trust.
    pub academy: Option<AcademyId>,
    /// Where it stands.
    pub state: RoleState,
    /// Who proposed it.
    pub proposed_by: Actor,
    /// When.
    pub proposed_at: At,
    /// Who confirmed it.
    pub confirmed_by: Option<Actor>,
    /// When.
    pub confirmed_at: Option<At>,
    /// When it was taken away.
    pub ended_at: Option<At>,
    /// Until when it is held.
    pub until: Option<At>,
}

impl RoleRow {
    /// Whether it is in effect at a moment: one with an end ends by the clock.
    #[must_use]
    pub fn is_held(&self, at: At) -> bool {
        self.state == RoleState::Held && self.until.is_none_or(|until| until > at)
    }
}

/// All roles of a member of staff, by the time of their proposal.
pub(super) fn roles_of(conn: &Connection, staff: i64) -> Result<Vec<RoleRow>, ViewError> {
    let mut statement = conn.prepare_cached(
        "SELECT proposal, role, academy, state, proposed_by, proposed_at, confirmed_by,
                confirmed_at, ended_at, until
         FROM staff_role WHERE staff = ?1 ORDER BY proposed_at, proposal",
    )?;
    let mut rows = statement.query([staff])?;
    let mut roles = Vec::new();
    while let Some(row) = rows.next()? {
        roles.push(role_row(row)?);
    }
    Ok(roles)
}

fn role_row(row: &Row<'_>) -> Result<RoleRow, ViewError> {
    let role: String = row.get(1)?;
    let confirmed_by: Option<Key> = row.get(6)?;
    Ok(RoleRow {
        proposal: RoleProposalId::new(Uuid::from_bytes(row.get(0)?)),
        role: role.parse().map_err(|()| ViewError::Stored("role"))?,
        academy: stored::academy(row, 2)?,
        state: match row.get(3)? {
            0 => RoleState::Proposed,
            1 => RoleState::Held,
            _ => RoleState::Ended,
        },
        proposed_by: stored::actor(&row.get(4)?)?,
        proposed_at: stored::at(row, 5)?,
        confirmed_by: confirmed_by.as_ref().map(stored::actor).transpose()?,
        confirmed_at: stored::optional_at(row, 7)?,
        ended_at: stored::optional_at(row, 8)?,
        until: stored::optional_at(row, 9)?,
    })
}
