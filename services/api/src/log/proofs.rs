//! GET /log/proofs/{event} and GET /log/inner-checkpoint

use lanyard_events::EventId;

use crate::answers::{Answer, plain_text};
use crate::asked::{Id, Look};
use crate::problems::ApiError;
use crate::state::ApiState;

/// Get the proof that an event is in the log. For whoever may see the event.
#[utoipa::path(get, path = "/log/proofs/{event}",
    responses((status = 200, description = "A .tlog-proof.", body = String, content_type = "text/plain")))]
pub(crate) async fn show_proof(state: ApiState, look: Look, Id(event): Id<EventId>) -> Answer {
    let proof = state.app().log_proof(&look.context, event).await?;
    Ok(plain_text(&state, proof))
}

/// Get the newest inner checkpoint. For the auditor: its size counts events.
#[utoipa::path(get, path = "/log/inner-checkpoint",
    responses((status = 200, description = "A signed note.", body = String, content_type = "text/plain")))]
pub(crate) async fn show_inner_checkpoint(state: ApiState, look: Look) -> Answer {
    let checkpoint = state
        .app()
        .inner_checkpoint(&look.context)?
        .ok_or_else(ApiError::not_found)?;
    Ok(plain_text(&state, checkpoint))
}
