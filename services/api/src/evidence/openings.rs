//! POST /v1/evidence/{evidence}/openings and …/openings/agreement

use lanyard_events::EvidenceId;
use lanyard_http::Recorded;
use lanyard_http::case::Nothing;
use lanyard_http::evidence::AskToOpen;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Ask to open what is sealed: a second senior has half an hour to agree (S12).
#[utoipa::path(post, path = "/v1/evidence/{evidence}/openings", request_body = AskToOpen,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn ask_to_open_evidence(
    state: ApiState,
    asked: Change<AskToOpen>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state
        .app()
        .ask_to_open_evidence(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Agree, as the second of two different seniors, that it is opened: both may read it for an hour.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/openings/agreement", request_body = Nothing,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn agree_to_open_evidence(
    state: ApiState,
    asked: Change<Nothing>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state
        .app()
        .agree_to_open_evidence(&asked.context, id)
        .await?;
    Ok(changed(&done, &path(id)))
}
