//! /v1/cases/{case}/hold and /v1/allegations/{allegation}/hold, …/hold/lift

use lanyard_app::Readable;
use lanyard_events::{AllegationId, CaseId};
use lanyard_http::Recorded;
use lanyard_http::retention::{LiftHold, PlaceHold};

use crate::answers::{Answer, added, changed, matter_path as path};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Hold a case, open or closed: nothing of it is reviewed or disposed of until the hold is lifted.
#[utoipa::path(post, path = "/v1/cases/{case}/hold", request_body = PlaceHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn hold_case(
    state: ApiState,
    asked: Change<PlaceHold>,
    Id(case): Id<CaseId>,
) -> Answer {
    place(&state, asked, Readable::Case(case)).await
}

/// Hold an adult's matter, open or closed: nothing of it is reviewed or disposed of until the hold is lifted.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/hold", request_body = PlaceHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn hold_allegation(
    state: ApiState,
    asked: Change<PlaceHold>,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    place(&state, asked, Readable::Allegation(allegation)).await
}

/// Lift the hold, confirmed by a second senior.
#[utoipa::path(post, path = "/v1/cases/{case}/hold/lift", request_body = LiftHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn lift_case_hold(
    state: ApiState,
    asked: Change<LiftHold>,
    Id(case): Id<CaseId>,
) -> Answer {
    lift(&state, asked, Readable::Case(case)).await
}

/// Lift the hold, confirmed by a second senior.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/hold/lift", request_body = LiftHold,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn lift_allegation_hold(
    state: ApiState,
    asked: Change<LiftHold>,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    lift(&state, asked, Readable::Allegation(allegation)).await
}

async fn place(state: &ApiState, asked: Change<PlaceHold>, of: Readable) -> Answer {
    let PlaceHold { reason } = asked.body;
    let done = state.app().place_hold(&asked.context, of, reason).await?;
    Ok(added(&done, &path(of)))
}

async fn lift(state: &ApiState, asked: Change<LiftHold>, of: Readable) -> Answer {
    let LiftHold {
        reason,
        confirmed_by,
    } = asked.body;
    let done = { state.app() }
        .lift_hold(&asked.context, of, reason, confirmed_by)
        .await?;
    Ok(changed(&done, &path(of)))
}
