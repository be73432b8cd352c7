//! POST /v1/staff/search

use actix_web::HttpRequest;
use lanyard_app::StaffQuery;
use lanyard_http::Page;
use lanyard_http::staff::{FindStaff, StaffSummary};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Find, Limit};
use crate::state::ApiState;

/// Find staff by the beginning of a name.
///
/// A POST, so that no name stands in an address; it records nothing but the look.
#[utoipa::path(post, path = "/v1/staff/search", request_body = FindStaff,
    responses((status = 200, description = "A page.", body = Page<StaffSummary>)))]
pub(crate) async fn find_staff(
    state: ApiState,
    find: Find<FindStaff>,
    request: HttpRequest,
) -> Answer {
    let query = StaffQuery {
        academy: find.body.academy,
        name: Some(find.body.name),
        limit: Limit::of(find.body.limit)?.0,
        cursor: find.body.cursor,
    };
    let page = state.app().staff_list(&find.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::summary).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
