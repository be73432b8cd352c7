//! GET /v1/pupils/{pupil}

use lanyard_events::PupilId;
use lanyard_http::pupil::Pupil;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a pupil as the roster has them.
#[utoipa::path(get, path = "/v1/pupils/{pupil}",
    responses((status = 200, description = "The pupil.", body = Pupil)))]
pub(crate) async fn show_pupil(state: ApiState, look: Look, Id(id): Id<PupilId>) -> Answer {
    let row = state.app().pupil(&look.context, id).await?;
    Ok(state.shown_at(row.revision, &shown::pupil(row)))
}
