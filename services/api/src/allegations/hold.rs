//! POST /v1/allegations/{allegation}/hold, …/hold/lift

use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::retention::{LiftHold, PlaceHold};

use super::path;
use crate::answers::{Answer, added, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Hold an adult's matter, open or closed: nothing of it is reviewed or disposed of until the hold is lifted.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/hold", request_body = PlaceHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn hold_allegation(
    state: ApiState,
    asked: Change<PlaceHold>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let done = { state.app() }
        .hold_allegation(&asked.context, id, asked.body.reason)
        .await?;
    Ok(added(&done, &path(id)))
}

/// Lift the hold, confirmed by a second senior.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/hold/lift", request_body = LiftHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn lift_allegation_hold(
    state: ApiState,
    asked: Change<LiftHold>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let LiftHold {
        reason,
        confirmed_by,
    } = asked.body;
    let done = { state.app() }
        .lift_allegation_hold(&asked.context, id, reason, confirmed_by)
        .await?;
    Ok(changed(&done, &path(id)))
}
