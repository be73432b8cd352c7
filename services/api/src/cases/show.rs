//! GET /v1/cases/{case}

use lanyard_events::CaseId;
use lanyard_http::case::CaseDetail;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a case: people, concerns, actions and reviews.
#[utoipa::path(get, path = "/v1/cases/{case}",
    responses((status = 200, description = "The case.", body = CaseDetail)))]
pub(crate) async fn show_case(state: ApiState, look: Look, Id(id): Id<CaseId>) -> Answer {
    let page = state.app().case(&look.context, id).await?;
    let revision = page.case.revision;
    Ok(state.shown_at(revision, &shown::detail(page)))
}
