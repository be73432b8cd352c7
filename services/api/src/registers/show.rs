//! GET /v1/registers/{register}/entries/{entry}

use lanyard_events::EntryId;
use lanyard_http::register::EntryDetail;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show an entry: what stands in it, who signed, what happened, which moves the caller may make.
#[utoipa::path(get, path = "/v1/registers/{register}/entries/{entry}",
    responses((status = 200, description = "The entry.", body = EntryDetail)))]
pub(crate) async fn show_entry(
    state: ApiState,
    look: Look,
    Id((register, entry)): Id<(String, EntryId)>,
) -> Answer {
    let page = state.app().entry(&look.context, &register, entry).await?;
    let revision = page.row.revision;
    Ok(state.shown_at(revision, &shown::detail(page)))
}
