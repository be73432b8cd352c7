//! GET /v1/access/explain

use lanyard_app::Readable;
use lanyard_http::{AccessExplained, AccessRule, CouldSee, ExplainAccess};

use crate::answers::Answer;
use crate::asked::Look;
use crate::problems::ApiError;
use crate::state::ApiState;

/// Say who could see a case or an adult's matter at the end of a day, and by which rule. Of a case it is for the
/// data protection officer; of an adult's matter for those who manage it.
#[utoipa::path(get, path = "/v1/access/explain", params(ExplainAccess),
    responses((status = 200, description = "Everybody who could.", body = AccessExplained)))]
pub(crate) async fn explain_access(state: ApiState, look: Look<ExplainAccess>) -> Answer {
    let of = of(&look.query)?;
    let on = { look.query.on.parse() }
        .map_err(|_| ApiError::query("on", "A day is like 2026-11-10."))?;
    let found = state.app().explain_access(&look.context, of, on).await?;
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
    let (case, allegation) = match of {
        Readable::Case(case) => (Some(case), None),
        Readable::Allegation(allegation) => (None, Some(allegation)),
    };
    Ok(state.shown(&AccessExplained {
        case,
        allegation,
        on,
        items: items.collect(),
    }))
}

fn of(query: &ExplainAccess) -> Result<Readable, ApiError> {
    let no_id = |name| move |_| ApiError::query(name, "An id is a bare lower-case UUID.");
    match (&query.case, &query.allegation) {
        (Some(case), None) => {
            let case = case.parse().map_err(no_id("case"))?;
            Ok(Readable::Case(case))
        }
        (None, Some(allegation)) => {
            let allegation = allegation.parse().map_err(no_id("allegation"))?;
            Ok(Readable::Allegation(allegation))
        }
        (Some(_), Some(_)) | (None, None) => Err(ApiError::query(
            "case",
            "Name a case or an adult's matter, one of the two.",
        )),
    }
}
