//! POST /v1/cases/{case}/notes

use lanyard_events::CaseId;
use lanyard_http::Recorded;
use lanyard_http::case::AddNote;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Add a note to a case.
#[utoipa::path(post, path = "/v1/cases/{case}/notes", request_body = AddNote,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn add_note(
    state: ApiState,
    asked: Change<AddNote>,
    Id(id): Id<CaseId>,
) -> Answer {
    let AddNote { kind, text } = asked.body;
    let done = state.app().add_note(&asked.context, id, kind, text).await?;
    Ok(changed(&done, &path(id)))
}
