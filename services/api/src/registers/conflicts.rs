//! POST /v1/registers/{register}/entries/{entry}/conflicts and the steps that follow

use lanyard_app::Place;
use lanyard_events::{EntryId, StaffId};
use lanyard_http::ConflictNoted;
use lanyard_http::case::{LiftConflict, MarkConflict, Nothing, ReviewConflict};

use super::path;
use crate::answers::{Answer, noted};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Mark a conflict of interest of a member of staff in an entry: it is closed to them at once.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/conflicts",
    request_body = MarkConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn mark_entry_conflict(
    state: ApiState,
    asked: Change<MarkConflict>,
    Id((register, entry)): Id<(String, EntryId)>,
) -> Answer {
    let MarkConflict { staff, reason } = asked.body;
    let place = Place::of_entry(&register, entry);
    let done = state
        .app()
        .mark_conflict(&asked.context, place, staff, reason)
        .await?;
    Ok(noted(&done, entry.uuid(), &path(&register, entry)))
}

/// Confirm a conflict that somebody else marked in an entry.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/confirm",
    request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn confirm_entry_conflict(
    state: ApiState,
    asked: Change<Nothing>,
    Id((register, entry, staff)): Id<(String, EntryId, StaffId)>,
) -> Answer {
    let place = Place::of_entry(&register, entry);
    let done = state
        .app()
        .confirm_conflict(&asked.context, place, staff)
        .await?;
    Ok(noted(&done, entry.uuid(), &path(&register, entry)))
}

/// Say that a confirmed conflict in an entry was looked at again, and stands; it is due again in 90 days.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/review",
    request_body = ReviewConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn review_entry_conflict(
    state: ApiState,
    asked: Change<ReviewConflict>,
    Id((register, entry, staff)): Id<(String, EntryId, StaffId)>,
) -> Answer {
    let place = Place::of_entry(&register, entry);
    let done = state
        .app()
        .review_conflict(&asked.context, place, staff, asked.body.reason)
        .await?;
    Ok(noted(&done, entry.uuid(), &path(&register, entry)))
}

/// Lift a conflict that was marked in an entry.
#[utoipa::path(post, path = "/v1/registers/{register}/entries/{entry}/conflicts/{staff}/lift",
    request_body = LiftConflict,
    responses((status = 201, description = "Recorded.", body = ConflictNoted)))]
pub(crate) async fn lift_entry_conflict(
    state: ApiState,
    asked: Change<LiftConflict>,
    Id((register, entry, staff)): Id<(String, EntryId, StaffId)>,
) -> Answer {
    let LiftConflict { second, reason } = asked.body;
    let place = Place::of_entry(&register, entry);
    let done = state
        .app()
        .lift_conflict(&asked.context, place, staff, second, reason)
        .await?;
    Ok(noted(&done, entry.uuid(), &path(&register, entry)))
}
