//! POST /v1/pupils/search

use actix_web::HttpRequest;
use lanyard_app::PupilQuery;
use lanyard_http::Page;
use lanyard_http::pupil::{FindPupils, Pupil};

use super::shown;
use crate::answers::Answer;
use crate::asked::{Find, Limit};
use crate::state::ApiState;

/// Find pupils by the beginning of a name.
///
/// A POST, so that no name stands in an address; it records nothing but the look.
#[utoipa::path(post, path = "/v1/pupils/search", request_body = FindPupils,
    responses((status = 200, description = "A page.", body = Page<Pupil>)))]
pub(crate) async fn find_pupils(
    state: ApiState,
    find: Find<FindPupils>,
    request: HttpRequest,
) -> Answer {
    let query = PupilQuery {
        academy: find.body.academy,
        name: Some(find.body.name),
        limit: Limit::of(find.body.limit)?.0,
        cursor: find.body.cursor,
    };
    let page = state.app().pupils(&find.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown::pupil).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}
