//! GET /v1/cases/{case}/timeline

use actix_web::HttpRequest;
use lanyard_events::CaseId;
use lanyard_http::Paging;
use lanyard_http::case::Timeline;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::state::ApiState;

/// Show everything that happened in a case and its concerns, in the order of the record.
#[utoipa::path(get, path = "/v1/cases/{case}/timeline", params(Paging),
    responses((status = 200, description = "A page.", body = Timeline)))]
pub(crate) async fn show_timeline(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<CaseId>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let timeline = state
        .app()
        .timeline(&look.context, id, look.query.cursor, limit)
        .await?;
    let timeline = shown::timeline(timeline)?;
    let next = timeline.next.clone();
    Ok(state.page_of(&timeline, next.as_deref(), &request))
}
