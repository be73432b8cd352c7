//! GET /v1/me/notices

use actix_web::HttpRequest;
use lanyard_app::views::reminders;
use lanyard_http::{Notice, Page, Paging};

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::state::ApiState;

/// List what the caller was reminded of, the newest first. One of a matter that was closed to them
/// since is not among them.
#[utoipa::path(get, path = "/v1/me/notices", params(Paging),
    responses((status = 200, description = "A page.", body = Page<Notice>)))]
pub(crate) async fn list_my_notices(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .my_notices(&look.context, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(notice).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn notice(row: reminders::Notice) -> Notice {
    Notice {
        matter: row.matter,
        reference: row.reference,
        item: row.item,
        due_at: row.due_at,
        level: row.level,
        at: row.at,
    }
}
