//! POST and GET /v1/concerns/{concern}/evidence, POST /v1/concerns/{concern}/report-illegal

use actix_web::HttpRequest;
use lanyard_events::ConcernId;
use lanyard_http::evidence::{AddEvidence, EvidenceRecorded, EvidenceSummary, ReportIllegal};
use lanyard_http::{Page, Paging, Recorded};

use super::path;
use crate::answers::Answer;
use crate::asked::{Change, Id, Look};
use crate::evidence;
use crate::state::ApiState;

/// Add a file to a concern. Refused where it may be illegal to hold (R6): then nothing of it is kept.
#[utoipa::path(post, path = "/v1/concerns/{concern}/evidence", request_body = AddEvidence,
    responses((status = 201, description = "Recorded.", body = EvidenceRecorded)))]
pub(crate) async fn add_concern_evidence(
    state: ApiState,
    asked: Change<AddEvidence>,
    Id(id): Id<ConcernId>,
) -> Answer {
    evidence::add(state, asked, id.stream()).await
}

/// List the evidence of a concern, the oldest first.
#[utoipa::path(get, path = "/v1/concerns/{concern}/evidence", params(Paging),
    responses((status = 200, description = "A page.", body = Page<EvidenceSummary>)))]
pub(crate) async fn list_concern_evidence(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<ConcernId>,
    request: HttpRequest,
) -> Answer {
    evidence::list(state, look, id.stream(), request).await
}

/// Say that what is attached to a concern may be illegal to hold: nobody can read any of it from now on, and nothing
/// more can be added (R6). It takes one press, by anybody who may read it or who raised it.
#[utoipa::path(post, path = "/v1/concerns/{concern}/report-illegal", request_body = ReportIllegal,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn report_concern_illegal(
    state: ApiState,
    asked: Change<ReportIllegal>,
    Id(id): Id<ConcernId>,
) -> Answer {
    evidence::report(state, asked, id.stream(), &path(id)).await
}
