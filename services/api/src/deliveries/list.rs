//! GET /v1/deliveries

use actix_web::HttpRequest;
use lanyard_app::views::mails::FailedMail;
use lanyard_http::{FailedDelivery, Page, Paging};

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::state::ApiState;

/// List whose newest notice by email did not go out, and why, the newest failure first. No matter is
/// named.
#[utoipa::path(get, path = "/v1/deliveries", params(Paging),
    responses((status = 200, description = "A page.", body = Page<FailedDelivery>)))]
pub(crate) async fn list_deliveries(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .failed_mails(&look.context, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(delivery).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn delivery(row: FailedMail) -> FailedDelivery {
    FailedDelivery {
        staff: row.staff,
        failure: row.failure,
        code: row.code,
        attempt: row.attempt,
        failed_at: row.failed_at,
        next_at: row.next_at,
    }
}
