//! GET /v1/staff

use actix_web::HttpRequest;
use lanyard_app::StaffQuery;
use lanyard_http::Page;
use lanyard_http::staff::{ListStaff, StaffSummary};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id};
use crate::state::ApiState;

/// List staff, by surname and forename.
#[utoipa::path(get, path = "/v1/staff", params(ListStaff),
    responses((status = 200, description = "A page.", body = Page<StaffSummary>)))]
pub(crate) async fn list_staff(
    state: ApiState,
    look: Look<ListStaff>,
    request: HttpRequest,
) -> Answer {
    let query = StaffQuery {
        academy: optional_id("academy", look.query.academy.as_deref())?,
        name: None,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().staff_list(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::summary).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
