//! POST /v1/grants/{grant}/end and …/review

use lanyard_events::GrantId;
use lanyard_http::Recorded;
use lanyard_http::grant::{EndGrant, ReviewGrant};

use super::path;
use crate::answers::{Answer, changed, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Take a grant back before its time.
#[utoipa::path(post, path = "/v1/grants/{grant}/end", request_body = EndGrant,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn end_grant(
    state: ApiState,
    asked: Change<EndGrant>,
    Id(id): Id<GrantId>,
) -> Answer {
    let done = { state.app() }.end_grant(&asked.context, id, asked.body.reason);
    Ok(changed(&done.await?, &path(id)))
}

/// Say what is thought of somebody's having broken the glass: never by themself.
#[utoipa::path(post, path = "/v1/grants/{grant}/review", request_body = ReviewGrant,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn review_grant(
    state: ApiState,
    asked: Change<ReviewGrant>,
    Id(id): Id<GrantId>,
) -> Answer {
    let ReviewGrant { finding, text } = asked.body;
    let done = { state.app() }.review_grant(&asked.context, id, finding, text);
    let done = done.await?;
    // A data protection officer sees the grant and nothing of the case, so gets no receipt of it.
    let body = Recorded {
        id: id.uuid(),
        revision: Some(done.revision.0),
        receipt: None,
    };
    Ok(recorded(&done, &path(id), &body))
}
