//! GET /v1/due

use actix_web::HttpRequest;
use lanyard_app::views::caseload::DueFilter;
use lanyard_http::Page;
use lanyard_http::case::{DueItem, ListDue};

use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id, optional_moment};
use crate::cases::due_item;
use crate::state::ApiState;

/// List what is due in the matters that the caller reads, the most pressing first: actions, steps,
/// reviews, what comes next with desks. What is the caller's own stands in `GET /v1/me/actions`.
#[utoipa::path(get, path = "/v1/due", params(ListDue),
    responses((status = 200, description = "A page.", body = Page<DueItem>)))]
pub(crate) async fn list_due(state: ApiState, look: Look<ListDue>, request: HttpRequest) -> Answer {
    let filter = DueFilter {
        owner: optional_id("owner", look.query.owner.as_deref())?,
        academy: optional_id("academy", look.query.academy.as_deref())?,
        before: optional_moment("before", look.query.before.as_deref())?,
    };
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .due(&look.context, filter, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(due_item).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
