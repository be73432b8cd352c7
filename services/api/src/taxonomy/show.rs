//! GET /v1/taxonomy

use crate::answers::Answer;
use crate::asked::Look;
use crate::state::ApiState;

/// Show the taxonomy in force: categories with the trust's own, the four Cs, body regions, outcomes.
#[utoipa::path(get, path = "/v1/taxonomy",
    responses((status = 200, description = "The taxonomy.", body = Object)))]
pub(crate) async fn show_taxonomy(state: ApiState, _look: Look) -> Answer {
    let taxonomy = state.app().taxonomy()?;
    Ok(state.shown(&*taxonomy))
}
