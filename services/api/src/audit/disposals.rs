//! GET /v1/audit/disposals

use actix_web::HttpRequest;
use lanyard_app::views::audit::AuditRow;
use lanyard_http::audit::Disposal;
use lanyard_http::{Page, Paging};

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::state::ApiState;

/// List what was destroyed, by ids only, the newest first.
#[utoipa::path(get, path = "/v1/audit/disposals", params(Paging),
    responses((status = 200, description = "A page.", body = Page<Disposal>)))]
pub(crate) async fn list_disposals(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = { state.app() }.disposals(&look.context, look.query.cursor, limit);
    let page = page.await?;
    let page = Page {
        items: page.rows.into_iter().map(listed).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn listed(row: AuditRow) -> Disposal {
    Disposal {
        stream: row.stream.uuid,
        event: row.event,
        position: row.position.map(|position| position.0),
        actor: row.actor,
        at: row.at,
    }
}
