//! GET /v1/evidence/{evidence}/file

use lanyard_events::EvidenceId;

use crate::answers::{Answer, attachment};
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Fetch the file.
///
/// Always as an attachment, under a name that says nothing, never to be stored by what lies between. Refused
/// where it is sealed and you are not one of the two who opened it, and to everyone where it may be illegal to hold
/// (R6).
#[utoipa::path(get, path = "/v1/evidence/{evidence}/file",
    responses((status = 200, description = "The file.", content_type = "application/octet-stream")))]
pub(crate) async fn fetch_evidence_file(
    state: ApiState,
    look: Look,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let file = state.app().evidence_file(&look.context, id).await?;
    Ok(attachment(
        &state,
        &file.name,
        file.media_type,
        &file.content,
    ))
}
