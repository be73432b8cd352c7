//! POST /v1/concerns/{concern}/information

use lanyard_events::ConcernId;
use lanyard_http::Recorded;
use lanyard_http::concern::AddInformation;

use super::path;
use crate::answers::{Answer, added};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Add to a concern.
///
/// The answer has no revision: whoever raised a concern may add to it without learning what else
/// has happened to it.
#[utoipa::path(post, path = "/v1/concerns/{concern}/information", request_body = AddInformation,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn add_information(
    state: ApiState,
    asked: Change<AddInformation>,
    Id(id): Id<ConcernId>,
) -> Answer {
    let AddInformation { text, childs_words } = asked.body;
    let done = state
        .app()
        .add_information(&asked.context, id, text, childs_words)
        .await?;
    Ok(added(&done, &path(id)))
}
