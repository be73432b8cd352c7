//! GET /v1/allegations

use actix_web::HttpRequest;
use lanyard_app::AllegationQuery;
use lanyard_app::views::allegations::AllegationState;
use lanyard_http::Page;
use lanyard_http::allegation::{AllegationSummary, ListAllegations};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List matters about adults, the newest first.
#[utoipa::path(get, path = "/v1/allegations", params(ListAllegations),
    responses((status = 200, description = "A page.", body = Page<AllegationSummary>)))]
pub(crate) async fn list_allegations(
    state: ApiState,
    look: Look<ListAllegations>,
    request: HttpRequest,
) -> Answer {
    let query = AllegationQuery {
        state: look.query.state.as_deref().map(parse_state).transpose()?,
        owner: optional_id("owner", look.query.owner.as_deref())?,
        academy: optional_id("academy", look.query.academy.as_deref())?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().allegations(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::summary).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn parse_state(text: &str) -> Result<AllegationState, ApiError> {
    match text {
        "open" => Ok(AllegationState::Open),
        "closed" => Ok(AllegationState::Closed),
        _ => Err(ApiError::query("state", "A state is open or closed.")),
    }
}
