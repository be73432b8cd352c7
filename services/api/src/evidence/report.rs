//! POST /v1/evidence/{evidence}/report-illegal

use lanyard_events::EvidenceId;
use lanyard_http::Recorded;
use lanyard_http::evidence::ReportIllegal;

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Say that this file may be illegal to hold: nobody can read it from now on (R6). It takes one press.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/report-illegal", request_body = ReportIllegal,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn report_evidence_illegal(
    state: ApiState,
    asked: Change<ReportIllegal>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state
        .app()
        .report_evidence(&asked.context, id, asked.body.note)
        .await?;
    Ok(changed(&done, &path(id)))
}
