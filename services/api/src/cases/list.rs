//! GET /v1/cases

use actix_web::HttpRequest;
use lanyard_app::CaseQuery;
use lanyard_app::views::caseload::CaseState;
use lanyard_http::Page;
use lanyard_http::case::{CaseSummary, ListCases};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List cases, the newest first.
#[utoipa::path(get, path = "/v1/cases", params(ListCases),
    responses((status = 200, description = "A page.", body = Page<CaseSummary>)))]
pub(crate) async fn list_cases(
    state: ApiState,
    look: Look<ListCases>,
    request: HttpRequest,
) -> Answer {
    let query = CaseQuery {
        state: look.query.state.as_deref().map(parse_state).transpose()?,
        owner: optional_id("owner", look.query.owner.as_deref())?,
        academy: optional_id("academy", look.query.academy.as_deref())?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().cases(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::summary).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn parse_state(text: &str) -> Result<CaseState, ApiError> {
    match text {
        "open" => Ok(CaseState::Open),
        "closed" => Ok(CaseState::Closed),
        _ => Err(ApiError::query("state", "A state is open or closed.")),
    }
}
