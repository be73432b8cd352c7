//! POST /v1/concerns/{concern}/conflicts and the steps that follow

use lanyard_events::{ConcernId, StaffId};
use lanyard_http::ConflictNoted;
use lanyard_http::case::{LiftConflict, MarkConflict, Nothing, ReviewConflict};

use super::path;
use crate::answers::{Answer, noted};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Mark a conflict of interest of a member of staff in a concern: it is closed to them at once.
#[utoipa::path(post, path = "/v1/concerns/{concern}/conflicts", request_body = MarkConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn mark_concern_conflict(
    state: ApiState,
    asked: Change<MarkConflict>,
    Id(id): Id<ConcernId>,
) -> Answer {
    let MarkConflict { staff, reason } = asked.body;
    let done = state
        .app()
        .mark_conflict(&asked.context, id.stream(), staff, reason)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}

/// Confirm a conflict that somebody else marked in a concern.
#[utoipa::path(post, path = "/v1/concerns/{concern}/conflicts/{staff}/confirm", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn confirm_concern_conflict(
    state: ApiState,
    asked: Change<Nothing>,
    Id((id, staff)): Id<(ConcernId, StaffId)>,
) -> Answer {
    let done = state
        .app()
        .confirm_conflict(&asked.context, id.stream(), staff)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}

/// Say that a confirmed conflict in a concern was looked at again, and stands; it is due again in 90 days.
#[utoipa::path(post, path = "/v1/concerns/{concern}/conflicts/{staff}/review", request_body = ReviewConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn review_concern_conflict(
    state: ApiState,
    asked: Change<ReviewConflict>,
    Id((id, staff)): Id<(ConcernId, StaffId)>,
) -> Answer {
    let done = state
        .app()
        .review_conflict(&asked.context, id.stream(), staff, asked.body.reason)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}

/// Lift a conflict that was marked in a concern.
#[utoipa::path(post, path = "/v1/concerns/{concern}/conflicts/{staff}/lift", request_body = LiftConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn lift_concern_conflict(
    state: ApiState,
    asked: Change<LiftConflict>,
    Id((id, staff)): Id<(ConcernId, StaffId)>,
) -> Answer {
    let LiftConflict { second, reason } = asked.body;
    let done = state
        .app()
        .lift_conflict(&asked.context, id.stream(), staff, second, reason)
        .await?;
    Ok(noted(&done, id.uuid(), &path(id)))
}
