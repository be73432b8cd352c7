//! GET /v1/cases/{case}/looks

use actix_web::HttpRequest;
use lanyard_app::views::looks;
use lanyard_events::CaseId;
use lanyard_http::grant::CaseLook;
use lanyard_http::{Page, Paging};

use crate::answers::Answer;
use crate::asked::{Id, Limit, Look};
use crate::state::ApiState;

/// List who looked at a case, when and by which route, the newest first.
#[utoipa::path(get, path = "/v1/cases/{case}/looks", params(Paging),
    responses((status = 200, description = "A page.", body = Page<CaseLook>)))]
pub(crate) async fn list_case_looks(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<CaseId>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = state
        .app()
        .looks_at_case(&look.context, id, look.query.cursor, limit)
        .await?;
    let page = Page {
        items: page.rows.into_iter().map(shown).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn shown(row: looks::CaseLook) -> CaseLook {
    CaseLook {
        position: row.position.0,
        actor: row.actor,
        actor_name: row.actor_name,
        looked_at: row.looked_at,
        result: row.result,
        route: row.route,
    }
}
