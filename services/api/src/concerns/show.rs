//! GET /v1/concerns/{concern}

use lanyard_events::ConcernId;
use lanyard_http::concern::Concern;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a concern.
///
/// Whole to those it was routed to; its status only to whoever raised it.
#[utoipa::path(get, path = "/v1/concerns/{concern}",
    responses((status = 200, description = "The concern.", body = Concern)))]
pub(crate) async fn show_concern(state: ApiState, look: Look, Id(id): Id<ConcernId>) -> Answer {
    let concern = state.app().concern(&look.context, id).await?;
    let (revision, body) = shown::concern(concern);
    Ok(match revision {
        Some(revision) => state.shown_at(revision, &body),
        None => state.shown(&body),
    })
}
