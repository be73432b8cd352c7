//! POST /v1/staff/{staff}/relations

use lanyard_events::StaffId;
use lanyard_http::Recorded;
use lanyard_http::staff::RegisterRelation;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Register somebody close to a member of staff: every matter linking that person is closed to them.
#[utoipa::path(post, path = "/v1/staff/{staff}/relations", request_body = RegisterRelation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn register_relation(
    state: ApiState,
    asked: Change<RegisterRelation>,
    Id(id): Id<StaffId>,
) -> Answer {
    let RegisterRelation { person, relation } = asked.body;
    let done = state
        .app()
        .register_relation(&asked.context, id, person, relation)
        .await?;
    Ok(changed(&done, &path(id)))
}
