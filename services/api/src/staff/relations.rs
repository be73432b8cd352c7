//! POST /v1/staff/{staff}/relations, …/relations/review, …/relations/lift

use lanyard_events::StaffId;
use lanyard_http::staff::{LiftRelation, RegisterRelation, ReviewRelation};
use lanyard_http::{ConflictNoted, Recorded};

use super::path;
use crate::answers::{Answer, changed, noted};
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

/// Say that somebody is still close to a member of staff; it is due again in 90 days.
#[utoipa::path(post, path = "/v1/staff/{staff}/relations/review", request_body = ReviewRelation,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn review_relation(
    state: ApiState,
    asked: Change<ReviewRelation>,
    Id(id): Id<StaffId>,
) -> Answer {
    let ReviewRelation { person, reason } = asked.body;
    let done = state
        .app()
        .review_relation(&asked.context, id, person, reason)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}

/// Lift what followed from somebody's being close to a member of staff: two seniors do.
#[utoipa::path(post, path = "/v1/staff/{staff}/relations/lift", request_body = LiftRelation,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn lift_relation(
    state: ApiState,
    asked: Change<LiftRelation>,
    Id(id): Id<StaffId>,
) -> Answer {
    let LiftRelation {
        person,
        second,
        reason,
    } = asked.body;
    let done = state
        .app()
        .lift_relation(&asked.context, (id, person), second, reason)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}
