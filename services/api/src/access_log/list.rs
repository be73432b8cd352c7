//! GET /v1/access-log

use actix_web::HttpRequest;
use lanyard_app::AccessQuery;
use lanyard_app::views::looks::LookRow;
use lanyard_events::{CaseId, StreamId};
use lanyard_http::{ListLooks, Look as LookShown, Page};
use uuid::Uuid;

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List who looked at what, by ids only, the newest first.
#[utoipa::path(get, path = "/v1/access-log", params(ListLooks),
    responses((status = 200, description = "A page.", body = Page<LookShown>)))]
pub(crate) async fn list_looks(
    state: ApiState,
    look: Look<ListLooks>,
    request: HttpRequest,
) -> Answer {
    let query = AccessQuery {
        actor: parse(
            "actor",
            look.query.actor.as_deref(),
            "An actor is staff:<id>, client:<id>, system or public.",
        )?,
        stream: record(look.query.stream.as_deref())?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().access_log(&look.context, query).await?;
    let page = Page {
        items: page.rows.into_iter().map(shown).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn parse<T: std::str::FromStr>(
    parameter: &'static str,
    value: Option<&str>,
    wrong: &'static str,
) -> Result<Option<T>, ApiError> {
    value
        .map(|text| text.parse().map_err(|_| ApiError::query(parameter, wrong)))
        .transpose()
}

/// A record is asked for by its id; a kind before it makes no difference.
fn record(value: Option<&str>) -> Result<Option<Uuid>, ApiError> {
    if let Some(Ok(stream)) = value.map(str::parse::<StreamId>) {
        return Ok(Some(stream.uuid));
    }
    // Ids of all kinds are spelt alike.
    let wrong = "A record is an id: a bare lower-case UUID.";
    let id: Option<CaseId> = parse("stream", value, wrong)?;
    Ok(id.map(CaseId::uuid))
}

fn shown(row: LookRow) -> LookShown {
    LookShown {
        position: row.position.0,
        actor: row.actor,
        looked_at: row.looked_at,
        result: row.result,
        route: row.route,
        streams: row.streams,
    }
}
