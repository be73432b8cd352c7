//! POST /v1/allegations/{allegation}/governors

use lanyard_events::AllegationId;
use lanyard_http::Recorded;
use lanyard_http::governors::TellGovernors;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Tell the governors of an adult's matter that there is a serious incident. Each of them who has no conflict in it gets a
/// notice that says so and nothing else.
#[utoipa::path(post, path = "/v1/allegations/{allegation}/governors", request_body = TellGovernors,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn tell_governors_of_allegation(
    state: ApiState,
    asked: Change<TellGovernors>,
    Id(id): Id<AllegationId>,
) -> Answer {
    let done = { state.app() }
        .tell_governors_of_allegation(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
