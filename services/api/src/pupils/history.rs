//! GET /v1/pupils/{pupil}/history

use actix_web::HttpRequest;
use lanyard_events::PupilId;
use lanyard_http::pupil::HistoryItem;
use lanyard_http::{Page, Paging};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::state::ApiState;

/// Show the concerns and cases that link a pupil, across academies, the newest first.
#[utoipa::path(get, path = "/v1/pupils/{pupil}/history", params(Paging),
    responses((status = 200, description = "A page.", body = Page<HistoryItem>)))]
pub(crate) async fn show_pupil_history(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<PupilId>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .pupil_history(&look.context, id, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::history).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
