//! GET /v1/access/explain

use lanyard_events::CaseId;
use lanyard_http::{AccessExplained, AccessRule, CouldSee, ExplainAccess};

use crate::answers::Answer;
use crate::asked::Look;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Say who could see a case at the end of a day, and by which rule. For the data protection officer.
#[utoipa::path(get, path = "/v1/access/explain", params(ExplainAccess),
    responses((status = 200, description = "Everybody who could.", body = AccessExplained)))]
pub(crate) async fn explain_access(state: ApiState, look: Look<ExplainAccess>) -> Answer {
    let case: CaseId = { look.query.case.parse() }
        .map_err(|_| ApiError::query("case", "An id is a bare lower-case UUID."))?;
    let on = { look.query.on.parse() }
        .map_err(|_| ApiError::query("on", "A day is like 2026-11-10."))?;
    let found = state.app().explain_access(&look.context, case, on).await?;
    let items = found.into_iter().map(|person| CouldSee {
        staff: person.staff,
        name: person.name,
        by: { person.by.into_iter() }
            .map(|rule| AccessRule {
                policy: rule.policy,
                words: rule.words,
            })
            .collect(),
    });
    Ok(state.shown(&AccessExplained {
        case,
        on,
        items: items.collect(),
    }))
}
