//! POST /v1/evidence/{evidence}/destruction and …/destruction/agreement

use lanyard_events::EvidenceId;
use lanyard_http::Recorded;
use lanyard_http::case::Nothing;
use lanyard_http::evidence::InstructDestruction;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Record that the police want it destroyed, in writing. Only of what nobody can read any more (R6).
#[utoipa::path(post, path = "/v1/evidence/{evidence}/destruction", request_body = InstructDestruction,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn instruct_evidence_destruction(
    state: ApiState,
    asked: Change<InstructDestruction>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state
        .app()
        .instruct_destruction(&asked.context, id, asked.body.instruction)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Agree, as the second of two different seniors, that it is destroyed: key and file go at once, and nothing brings
/// them back. What is known of it stays.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/destruction/agreement", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn agree_evidence_destruction(
    state: ApiState,
    asked: Change<Nothing>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state.app().agree_destruction(&asked.context, id).await?;
    Ok(changed(&done, &path(id)))
}
