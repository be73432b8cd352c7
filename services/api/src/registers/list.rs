//! GET /v1/registers/{register}/entries

use actix_web::{HttpRequest, web};
use lanyard_http::Page;
use lanyard_http::register::{EntrySummary, ListEntries};

use super::sent::Narrowed;
use super::shown;
use crate::answers::Answer;
use crate::asked::{Limit, Look};
use crate::state::ApiState;

/// List a register's entries that the caller sees, the newest first.
#[utoipa::path(get, path = "/v1/registers/{register}/entries", params(ListEntries),
    responses((status = 200, description = "A page.", body = Page<EntrySummary>)))]
pub(crate) async fn list_entries(
    state: ApiState,
    look: Look<ListEntries>,
    register: web::Path<String>,
    request: HttpRequest,
) -> Answer {
    let asked = look.query;
    let narrowed = Narrowed {
        state: asked.state.as_deref(),
        academy: asked.academy.as_deref(),
        added_from: asked.added_from.as_deref(),
        answers: asked.answers.as_deref(),
    };
    let mut query = narrowed.query()?;
    query.limit = Limit::parse(asked.limit.as_deref())?.0;
    query.cursor = asked.cursor;
    let list = state.app().entries(&look.context, &register, query).await?;
    let page = Page {
        items: { list.page.rows.into_iter() }
            .map(|row| shown::summary(&list.register, row))
            .collect(),
        next: list.page.next,
    };
    Ok(state.page(&page, &request))
}
