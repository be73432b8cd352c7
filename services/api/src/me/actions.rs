//! GET /v1/me/actions

use actix_web::HttpRequest;
use lanyard_http::case::DueItem;
use lanyard_http::{Page, Paging};

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::cases::due_item;
use crate::state::ApiState;

/// List what the caller has to do, the most pressing first: actions and reviews.
#[utoipa::path(get, path = "/v1/me/actions", params(Paging),
    responses((status = 200, description = "A page.", body = Page<DueItem>)))]
pub(crate) async fn list_my_actions(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .my_actions(&look.context, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(due_item).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
