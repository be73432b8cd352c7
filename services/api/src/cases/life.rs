//! POST /v1/cases/{case}/owner, …/close, …/reopen

use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::case::{ChangeOwner, CloseCase, ReopenCase};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Give a case a new owner.
#[utoipa::path(post, path = "/v1/cases/{case}/owner", request_body = ChangeOwner,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn change_owner(
    state: ApiState,
    asked: Change<ChangeOwner>,
    Id(id): Id<CaseId>,
) -> Answer {
    let ChangeOwner { owner, reason } = asked.body;
    let done = state
        .app()
        .change_owner(&asked.context, id, owner, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Close a case with its outcome, and who confirmed it.
#[utoipa::path(post, path = "/v1/cases/{case}/close", request_body = CloseCase,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn close_case(
    state: ApiState,
    asked: Change<CloseCase>,
    Id(id): Id<CaseId>,
) -> Answer {
    let CloseCase {
        outcome,
        reason,
        leaving_open,
        confirmed_by,
    } = asked.body;
    let done = state
        .app()
        .close_case(
            &asked.context,
            id,
            outcome,
            reason,
            leaving_open,
            confirmed_by,
        )
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Open a closed case again.
#[utoipa::path(post, path = "/v1/cases/{case}/reopen", request_body = ReopenCase,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn reopen_case(
    state: ApiState,
    asked: Change<ReopenCase>,
    Id(id): Id<CaseId>,
) -> Answer {
    let done = state
        .app()
        .reopen_case(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
