//! /v1/break-glass

use actix_web::HttpRequest;
use lanyard_app::views::grants::{GlassRow, Sought};
use lanyard_http::grant::{BreakGlass, FindCase, Glass, GlassBroken, GrantKind};
use lanyard_http::{Page, Paging};

use crate::answers::{Answer, recorded};
use crate::asked::{Change, Limit, Look};
use crate::state::ApiState;

/// Open one pupil's case of another academy for an hour, read-only.
///
/// The owner of the case, the academy's safeguarding lead and the data protection officer are told of it
/// at once, and every page that is opened is listed for the review. What is not there and what may not
/// be opened so answer alike.
#[utoipa::path(post, path = "/v1/break-glass", request_body = BreakGlass,
    responses((status = 201, description = "Open until the time named.", body = GlassBroken)))]
pub(crate) async fn break_glass(state: ApiState, asked: Change<BreakGlass>) -> Answer {
    let BreakGlass {
        academy,
        find,
        reason,
    } = asked.body;
    let ask = lanyard_app::BreakGlass {
        academy,
        find: sought(find),
        reason,
    };
    let broken = state.app().break_glass(&asked.context, ask).await?;
    let body = GlassBroken {
        id: broken.grant,
        case: broken.case,
        until: broken.until,
    };
    let address = format!("/v1/cases/{}", broken.case);
    Ok(recorded(&broken.done, &address, &body))
}

/// List every broken glass and every attempt that opened nothing, by ids only, the newest first.
#[utoipa::path(get, path = "/v1/break-glass", params(Paging),
    responses((status = 200, description = "A page.", body = Page<Glass>)))]
pub(crate) async fn list_broken_glasses(
    state: ApiState,
    look: Look<Paging>,
    request: HttpRequest,
) -> Answer {
    let limit = Limit::parse(look.query.limit.as_deref())?.0;
    let page = { state.app() }.broken_glasses(&look.context, look.query.cursor, limit);
    let page = page.await?;
    let page = Page {
        items: page.rows.into_iter().map(listed).collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

fn listed(row: GlassRow) -> Glass {
    Glass {
        id: row.grant,
        kind: if row.review_due.is_some() {
            GrantKind::GlassBroken
        } else {
            GrantKind::GlassHeld
        },
        academy: row.academy,
        by: row.by,
        at: row.at,
        review_due_at: row.review_due.map(|due| due.at),
        reviewed_at: row.reviewed_at,
        finding: row.finding,
    }
}

fn sought(find: FindCase) -> Sought {
    match find {
        FindCase::Case { reference } => Sought::Reference(reference),
        FindCase::Upn { upn } => Sought::Upn(upn),
        FindCase::Name {
            forename,
            surname,
            date_of_birth,
        } => Sought::Name {
            forename,
            surname,
            date_of_birth,
        },
    }
}
