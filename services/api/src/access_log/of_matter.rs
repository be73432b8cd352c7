//! GET /v1/cases/{case}/looks and /v1/allegations/{allegation}/looks

use actix_web::HttpRequest;
use lanyard_app::Readable;
use lanyard_app::views::looks;
use lanyard_events::{AllegationId, CaseId};
use lanyard_http::grant::MatterLook;
use lanyard_http::{Page, Paging};

use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::state::ApiState;

/// List who looked at a case, and at what belongs to it: when and by which route, the newest first.
#[utoipa::path(get, path = "/v1/cases/{case}/looks", params(Paging),
    responses((status = 200, description = "A page.", body = Page<MatterLook>)))]
pub(crate) async fn list_case_looks(
    state: ApiState,
    look: Look<Paging>,
    Id(case): Id<CaseId>,
    request: HttpRequest,
) -> Answer {
    list(&state, look, Readable::Case(case), &request).await
}

/// List who looked at an adult's matter, and at what belongs to it, the newest first. For those who manage it.
#[utoipa::path(get, path = "/v1/allegations/{allegation}/looks", params(Paging),
    responses((status = 200, description = "A page.", body = Page<MatterLook>)))]
pub(crate) async fn list_allegation_looks(
    state: ApiState,
    look: Look<Paging>,
    Id(allegation): Id<AllegationId>,
    request: HttpRequest,
) -> Answer {
    list(&state, look, Readable::Allegation(allegation), &request).await
}

async fn list(state: &ApiState, look: Look<Paging>, of: Readable, request: &HttpRequest) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .looks_at(&look.context, of, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(shown).collect(),
        next: page.next,
    };
    Ok(state.page(&page, request))
}

fn shown(row: looks::MatterLook) -> MatterLook {
    MatterLook {
        position: row.position.0,
        actor: row.actor,
        actor_name: row.actor_name,
        looked_at: row.looked_at,
        result: row.result,
        route: row.route,
        streams: row.streams,
    }
}
