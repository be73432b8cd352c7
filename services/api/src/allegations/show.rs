//! GET /v1/allegations/{allegation} and …/timeline

use actix_web::HttpRequest;
use lanyard_events::AllegationId;
use lanyard_http::Paging;
use lanyard_http::allegation::AllegationDetail;
use lanyard_http::case::Timeline;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::cases::shown_timeline;
use crate::state::ApiState;

/// Show a matter about an adult: people, decisions in force, and what else is said of the adult.
#[utoipa::path(get, path = "/v1/allegations/{allegation}",
    responses((status = 200, description = "The matter.", body = AllegationDetail)))]
pub(crate) async fn show_allegation(
    state: ApiState,
    look: Look,
    Id(id): Id<AllegationId>,
) -> Answer {
    let page = state.app().allegation(&look.context, id).await?;
    let revision = page.allegation.revision;
    Ok(state.shown_at(revision, &shown::detail(page)?))
}

/// Show everything that happened in a matter and its concerns, in the order of the record.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/timeline", params(Paging),
    responses((status = 200, description = "A page.", body = Timeline)))]
pub(crate) async fn show_allegation_timeline(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<AllegationId>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let timeline = state
        .app()
        .allegation_timeline(&look.context, id, look.query.cursor, limit)
        .await?;
    let timeline = shown_timeline(timeline)?;
    let next = timeline.next.clone();
    Ok(state.page_of(&timeline, next.as_deref(), &request))
}
