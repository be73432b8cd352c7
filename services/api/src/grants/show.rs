//! GET /v1/grants/{grant}

use lanyard_app::GrantShown;
use lanyard_events::GrantId;
use lanyard_http::grant::GrantDetail;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a grant with every page that was opened by it.
#[utoipa::path(get, path = "/v1/grants/{grant}",
    responses((status = 200, description = "The grant.", body = GrantDetail)))]
pub(crate) async fn show_grant(state: ApiState, look: Look, Id(id): Id<GrantId>) -> Answer {
    let detail = match state.app().grant(&look.context, id).await? {
        GrantShown::Grant(page) => shown::detail(*page),
        GrantShown::Held(held) => shown::held(id, held),
    };
    Ok(state.shown(&detail))
}
