//! GET /v1/audit/deviations

use actix_web::HttpRequest;
use lanyard_app::views::audit::{AuditKind, AuditRow};
use lanyard_http::audit::Deviation;
use lanyard_http::{Page, Paging};

use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::state::ApiState;

/// List where people departed from the rules, and which clocks ran out, by ids only, the newest first.
#[utoipa::path(get, path = "/v1/audit/deviations", params(Paging),
    responses((status = 200, description = "A page.", body = Page<Deviation>)))]
pub(crate) async fn list_deviations(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = { state.app() }.deviations(&look.context, look.query.cursor, limit);
    let page = page.await?;
    let page = Page {
        items: page.rows.into_iter().map(listed).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn listed(row: AuditRow) -> Deviation {
    let (kind, rule) = words(row.kind);
    Deviation {
        kind,
        rule,
        stream: row.stream.uuid,
        event: row.event,
        position: row.position.map(|position| position.0),
        actor: row.actor,
        at: row.at,
    }
}

/// What is said, and the rule behind it. None of them is only for one sort of matter.
const fn words(kind: AuditKind) -> (&'static str, &'static str) {
    match kind {
        AuditKind::StepSkipped => ("step_skipped", "domain.md 4"),
        AuditKind::NotReferred => ("not_referred", "R7, R8; domain.md 1 rule 4"),
        AuditKind::DutiesLeft => ("duties_left", "domain.md 4"),
        AuditKind::MatrixDeparted => ("matrix_departed", "domain.md 5"),
        AuditKind::Late => ("late", "domain.md 3"),
        AuditKind::Destroyed => ("destroyed", "R6; domain.md 1 rule 4"),
    }
}
