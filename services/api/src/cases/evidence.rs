//! POST and GET /v1/cases/{case}/evidence, POST /v1/cases/{case}/report-illegal

use actix_web::HttpRequest;
use lanyard_events::CaseId;
use lanyard_http::evidence::{AddEvidence, EvidenceRecorded, EvidenceSummary, ReportIllegal};
use lanyard_http::{Page, Paging, Recorded};

use super::path;
use crate::answers::Answer;
use crate::asked::{Change, Id, Look};
use crate::evidence;
use crate::state::ApiState;

/// Add a file to a case. Refused where it may be illegal to hold (R6): then nothing of it is kept.
#[utoipa::path(post, path = "/v1/cases/{case}/evidence", request_body = AddEvidence,
    responses((status = 201, description = "Recorded.", body = EvidenceRecorded)))]
pub(crate) async fn add_case_evidence(
    state: ApiState,
    asked: Change<AddEvidence>,
    Id(id): Id<CaseId>,
) -> Answer {
    evidence::add(state, asked, id.stream()).await
}

/// List the evidence of a case and of its concerns, the oldest first.
#[utoipa::path(get, path = "/v1/cases/{case}/evidence", params(Paging),
    responses((status = 200, description = "A page.", body = Page<EvidenceSummary>)))]
pub(crate) async fn list_case_evidence(
    state: ApiState,
    look: Look<Paging>,
    Id(id): Id<CaseId>,
    request: HttpRequest,
) -> Answer {
    evidence::list(state, look, id.stream(), request).await
}

/// Say that what is attached to a case may be illegal to hold: nobody can read any of it from now on, and nothing
/// more can be added (R6). It takes one press, by anybody who may read it.
#[utoipa::path(post, path = "/v1/cases/{case}/report-illegal", request_body = ReportIllegal,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn report_case_illegal(
    state: ApiState,
    asked: Change<ReportIllegal>,
    Id(id): Id<CaseId>,
) -> Answer {
    evidence::report(state, asked, id.stream(), &path(id)).await
}
