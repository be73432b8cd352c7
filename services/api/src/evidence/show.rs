//! GET /v1/evidence/{evidence}

use lanyard_events::EvidenceId;
use lanyard_http::evidence::EvidenceDetail;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show what is known of a file, and everything that happened to it. That stays, also when nobody can read the
/// file any more: the police need its hash, its name and where it is.
#[utoipa::path(get, path = "/v1/evidence/{evidence}",
    responses((status = 200, description = "The evidence.", body = EvidenceDetail)))]
pub(crate) async fn show_evidence(state: ApiState, look: Look, Id(id): Id<EvidenceId>) -> Answer {
    let shown = state.app().evidence(&look.context, id).await?;
    let revision = shown.page.row.revision;
    Ok(state.shown_at(revision, &shown::detail(shown)?))
}
