//! GET /v1/pupils

use actix_web::HttpRequest;
use lanyard_app::PupilQuery;
use lanyard_http::Page;
use lanyard_http::pupil::{ListPupils, Pupil};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_id};
use crate::state::ApiState;

/// List pupils, by surname and forename.
#[utoipa::path(get, path = "/v1/pupils", params(ListPupils),
    responses((status = 200, description = "A page.", body = Page<Pupil>)))]
pub(crate) async fn list_pupils(
    state: ApiState,
    look: Look<ListPupils>,
    request: HttpRequest,
) -> Answer {
    let query = PupilQuery {
        academy: optional_id("academy", look.query.academy.as_deref())?,
        name: None,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().pupils(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::pupil).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
