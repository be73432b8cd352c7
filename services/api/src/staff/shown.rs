//! From the application's views to bodies.

use lanyard_app::views::directory::{self, RelationRow, RoleRow, StaffRow};
use lanyard_http::staff::{RoleState, StaffMember, StaffRelation, StaffRole, StaffSummary};

pub(super) fn summary(row: StaffRow) -> StaffSummary {
    StaffSummary {
        id: row.staff,
        revision: row.revision.0,
        academy: row.academy,
        surname: row.surname,
        forename: row.forename,
        job_title: row.job_title,
        employer: row.employer,
        mis_id: row.mis_id,
        ended_on: row.ended_on,
    }
}

pub(super) fn member(member: directory::StaffMember) -> StaffMember {
    StaffMember {
        summary: summary(member.staff),
        roles: member.roles.into_iter().map(role).collect(),
        relations: member.relations.into_iter().map(relation).collect(),
        has_login: member.has_login,
        email: member.email,
    }
}

fn role(row: RoleRow) -> StaffRole {
    StaffRole {
        role: row.role,
        academy: row.academy,
        state: match row.state {
            directory::RoleState::Proposed => RoleState::Proposed,
            directory::RoleState::Held => RoleState::Held,
            directory::RoleState::Ended => RoleState::Ended,
        },
        proposal: row.proposal,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        until: row.until,
        ended_at: row.ended_at,
    }
}

fn relation(row: RelationRow) -> StaffRelation {
    StaffRelation {
        person: row.person,
        name: row.name,
        relation: row.relation,
    }
}
