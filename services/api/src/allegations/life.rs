//! POST /v1/allegations/{allegation}/outcome, …/owner, …/close, …/reopen

use lanyard_app::{AllegationClosing, Outcome};
use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::allegation::{
    ChangeAllegationOwner, CloseAllegation, RecordOutcome, ReopenAllegation,
};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Record the employer's outcome in the statutory words, confirmed by a second person.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/outcome", request_body = RecordOutcome,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn record_outcome(
    state: ApiState,
    asked: Change<RecordOutcome>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let sent = asked.body;
    let outcome = Outcome {
        outcome: sent.outcome,
        reasons: sent.reasons,
        confirmed_by: sent.confirmed_by,
        dbs: sent.dbs,
        tra: sent.tra,
        agency_told: sent.agency_told,
    };
    let done = state
        .app()
        .record_outcome(&asked.context, id, outcome)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Give a matter another case manager.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/owner", request_body = ChangeAllegationOwner,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn change_allegation_owner(
    state: ApiState,
    asked: Change<ChangeAllegationOwner>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let ChangeAllegationOwner { owner, reason } = asked.body;
    let done = state
        .app()
        .change_allegation_owner(&asked.context, id, owner, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Close a matter, confirmed by a second person.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/close", request_body = CloseAllegation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn close_allegation(
    state: ApiState,
    asked: Change<CloseAllegation>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let CloseAllegation {
        reason,
        leaving_open,
        confirmed_by,
    } = asked.body;
    let closing = AllegationClosing {
        reason,
        leaving_open,
        confirmed_by,
    };
    let done = state
        .app()
        .close_allegation(&asked.context, id, closing)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Open a closed matter again.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/reopen", request_body = ReopenAllegation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn reopen_allegation(
    state: ApiState,
    asked: Change<ReopenAllegation>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let done = state
        .app()
        .reopen_allegation(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
