//! GET /v1/retention

use actix_web::HttpRequest;
use lanyard_app::{RecordKind, RetainedRow, RetentionQuery, london_day};
use lanyard_events::{AllegationId, CaseId, Day, StreamKind};
use lanyard_http::Page;
use lanyard_http::retention::{ListRetention, Retention};

use crate::answers::Answer;
use crate::asked::{Limit, Look, optional_day};
use crate::problems::ApiError;
use crate::state::ApiState;

/// List what is closed, by the day on which somebody decides what becomes of it (R17): pupils' cases, for
/// their readers and the data protection officer; matters about adults, for their readers only. Ids, dates
/// and reasons, nothing of what was said. What waits for something comes last.
#[utoipa::path(get, path = "/v1/retention", params(ListRetention),
    responses((status = 200, description = "A page.", body = Page<Retention>)))]
pub(crate) async fn list_retention(
    state: ApiState,
    look: Look<ListRetention>,
    request: HttpRequest,
) -> Answer {
    let query = RetentionQuery {
        due_before: optional_day("due_before", look.query.due_before.as_deref())?,
        kind: look.query.kind.as_deref().map(parse_kind).transpose()?,
        limit: Limit::parse(look.query.limit.as_deref())?.0,
        cursor: look.query.cursor,
    };
    let page = state.app().retention(&look.context, query).await?;
    let today = london_day(state.app().time());
    let page = Page {
        items: { page.rows.into_iter() }
            .map(|row| shown(row, today))
            .collect(),
        next: page.next,
    };
    Ok(state.page(&page, &request))
}

const fn name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::ChildProtectionFile => "child_protection_file",
        RecordKind::Allegation => "allegation",
        RecordKind::LowLevelConcern => "low_level_concern",
    }
}

fn parse_kind(word: &str) -> Result<RecordKind, ApiError> {
    let kinds = [
        RecordKind::ChildProtectionFile,
        RecordKind::Allegation,
        RecordKind::LowLevelConcern,
    ];
    { kinds.into_iter() }
        .find(|kind| name(*kind) == word)
        .ok_or_else(|| {
            ApiError::query(
                "kind",
                "A kind is `child_protection_file`, `allegation` or `low_level_concern`.",
            )
        })
}

fn shown(row: RetainedRow, today: Day) -> Retention {
    let (matter, retained) = (row.matter, row.retained);
    let uuid = matter.matter.uuid;
    let is = |kind| matter.matter.kind == kind;
    Retention {
        kind: name(retained.kind),
        case: is(StreamKind::Case).then(|| CaseId::new(uuid)),
        allegation: is(StreamKind::Allegation).then(|| AllegationId::new(uuid)),
        academy: matter.academy,
        reference: matter.reference,
        closed_on: row.closed_on,
        due_on: retained.due_on,
        due: retained.due_on.is_some_and(|due_on| due_on <= today),
        held: matter.held,
        rule: "R17",
        reason: retained.reason,
        leaves_personnel_file: retained.leaves_personnel_file,
    }
}
