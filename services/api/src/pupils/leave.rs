//! POST /v1/pupils/{pupil}/leave

use lanyard_events::PupilId;
use lanyard_http::Recorded;
use lanyard_http::pupil::PupilLeaves;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Record that a pupil leaves the academy.
#[utoipa::path(post, path = "/v1/pupils/{pupil}/leave", request_body = PupilLeaves,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn pupil_leaves(
    state: ApiState,
    asked: Change<PupilLeaves>,
    Id(id): Id<PupilId>,
) -> Answer {
    let PupilLeaves { on, destination } = asked.body;
    let done = state
        .app()
        .pupil_left(&asked.context, id, on, destination)
        .await?;
    Ok(changed(&done, &path(id)))
}
