//! POST /v1/staff/{staff}/roles, …/roles/{proposal}/confirm, …/roles/end

use lanyard_app::ProposedRole;
use lanyard_events::{RoleProposalId, StaffId};
use lanyard_http::case::Nothing;
use lanyard_http::staff::{EndRole, ProposeRole};
use lanyard_http::{Recorded, RoleProposed};

use super::path;
use crate::answers::{Answer, changed, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Propose a role for somebody; a second senior confirms it.
#[utoipa::path(post, path = "/v1/staff/{staff}/roles", request_body = ProposeRole,
    responses((status = 201, description = "Recorded.", body = RoleProposed)))]
pub(crate) async fn propose_role(
    state: ApiState,
    asked: Change<ProposeRole>,
    Id(staff): Id<StaffId>,
) -> Answer {
    let ProposeRole {
        role,
        academy,
        until,
        reason,
    } = asked.body;
    let proposed = ProposedRole { until, reason };
    let (done, id) = state
        .app()
        .propose_role(&asked.context, staff, role, academy, proposed)
        .await?;
    let body = RoleProposed {
        id,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &path(staff), &body))
}

/// Confirm a role that somebody else proposed: it takes effect.
#[utoipa::path(post, path = "/v1/staff/{staff}/roles/{proposal}/confirm", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn confirm_role(
    state: ApiState,
    asked: Change<Nothing>,
    Id((staff, proposal)): Id<(StaffId, RoleProposalId)>,
) -> Answer {
    let done = state
        .app()
        .confirm_role(&asked.context, staff, proposal)
        .await?;
    Ok(changed(&done, &path(staff)))
}

/// Take a role away, at once.
#[utoipa::path(post, path = "/v1/staff/{staff}/roles/end", request_body = EndRole,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_role(
    state: ApiState,
    asked: Change<EndRole>,
    Id(staff): Id<StaffId>,
) -> Answer {
    let EndRole {
        role,
        academy,
        reason,
    } = asked.body;
    let done = state
        .app()
        .end_role(&asked.context, staff, role, academy, reason)
        .await?;
    Ok(changed(&done, &path(staff)))
}
