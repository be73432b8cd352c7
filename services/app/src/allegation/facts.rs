//! Facts about those who manage an adult's matter or confirm in it.

use lanyard_domain::Senior;
use lanyard_domain::allegation::Manager;
use lanyard_events::{AcademyId, Role, StaffId, StreamId};
use lanyard_projections::access_row::access_row;

use crate::app::App;
use crate::error::AppError;

/// Who confirms in an adult's matter: the alternates of domain.md 1 rule 7, and never a safeguarding
/// lead, who does not learn the adult's name.
const CONFIRMING: [Role; 3] = [Role::Head, Role::TrustLead, Role::Chair];

impl App {
    /// Somebody who is to manage a matter, with the facts about them.
    pub(super) async fn manager(
        &self,
        staff: StaffId,
        matter: StreamId,
        pointer: &'static str,
    ) -> Result<Manager, AppError> {
        self.check_staff(staff, pointer)?;
        let academy = self.reader.read(|views| access_row(views, matter))?.academy;
        Ok(Manager {
            staff,
            roles_here: self.roles_here(staff, academy)?,
            is_conflicted: self.bars(staff, matter).await?,
        })
    }

    /// Somebody who is to confirm, with the facts about them.
    pub(crate) async fn second_senior(
        &self,
        staff: StaffId,
        matter: StreamId,
        pointer: &'static str,
    ) -> Result<Senior, AppError> {
        let person = self.manager(staff, matter, pointer).await?;
        let confirms = |role: &Role| CONFIRMING.contains(role);
        Ok(Senior {
            staff,
            is_senior_here: person.roles_here.iter().any(confirms),
            is_conflicted: person.is_conflicted,
        })
    }

    /// The roles that somebody holds today for an academy or for the whole trust.
    fn roles_here(
        &self,
        staff: StaffId,
        academy: Option<AcademyId>,
    ) -> Result<Vec<Role>, AppError> {
        let Some(row) = self.staff_row(staff)?.filter(|row| !self.has_left(row)) else {
            return Ok(Vec::new());
        };
        let here = { row.roles.iter() }
            .filter(|held| held.role.is_trust_wide() || held.academy == academy);
        Ok(here.map(|held| held.role).collect())
    }
}
