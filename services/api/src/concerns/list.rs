//! GET /v1/concerns

use actix_web::HttpRequest;
use lanyard_app::ConcernQuery;
use lanyard_app::views::concern_inbox::ConcernState;
use lanyard_http::Page;
use lanyard_http::concern::{ConcernListed, ListConcerns};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List concerns, the most pressing clock first.
///
/// Those that the caller may read, and those that the caller raised, by their status only.
#[utoipa::path(get, path = "/v1/concerns", params(ListConcerns),
    responses((status = 200, description = "A page.", body = Page<ConcernListed>)))]
pub(crate) async fn list_concerns(
    state: ApiState,
    look: Look<ListConcerns>,
    request: HttpRequest,
) -> Answer {
    let query = ConcernQuery {
        state: look.query.state.as_deref().map(parse_state).transpose()?,
        academy: optional_id("academy", look.query.academy.as_deref())?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().concerns(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::listed).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn parse_state(text: &str) -> Result<ConcernState, ApiError> {
    match text {
        "untriaged" => Ok(ConcernState::Untriaged),
        "no_further_action" => Ok(ConcernState::NoFurtherAction),
        "monitored" => Ok(ConcernState::Monitored),
        "in_case" => Ok(ConcernState::InCase),
        "in_allegation" => Ok(ConcernState::InAllegation),
        _ => Err(ApiError::query(
            "state",
            "A state is untriaged, no_further_action, monitored, in_case or in_allegation.",
        )),
    }
}
