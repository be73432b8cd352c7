//! GET /v1/receipts/{event}

use lanyard_events::EventId;

use crate::answers::{Answer, plain_text};
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Get the receipt of an event: a `.tlog-proof` without personal data, to be checked by anyone.
#[utoipa::path(get, path = "/v1/receipts/{event}",
    responses((status = 200, description = "The receipt.", body = String, content_type = "text/plain")))]
pub(crate) async fn show_receipt(state: ApiState, look: Look, Id(event): Id<EventId>) -> Answer {
    let receipt = state.app().receipt(&look.context, event).await?;
    Ok(plain_text(&state, receipt))
}
