//! GET /v1/staff/{staff}

use lanyard_events::StaffId;
use lanyard_http::staff::StaffMember;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a member of staff with roles, proposals and relations.
#[utoipa::path(get, path = "/v1/staff/{staff}",
    responses((status = 200, description = "The member of staff.", body = StaffMember)))]
pub(crate) async fn show_staff(state: ApiState, look: Look, Id(id): Id<StaffId>) -> Answer {
    let member = state.app().staff_member(&look.context, id).await?;
    Ok(state.shown_at(member.staff.revision, &shown::member(member)))
}
