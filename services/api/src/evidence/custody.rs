//! POST /v1/evidence/{evidence}/custody, …/seal, …/handover

use lanyard_app::{CustodyPassed, HandedOver};
use lanyard_events::EvidenceId;
use lanyard_http::Recorded;
use lanyard_http::evidence::{HandOver, PassCustody, SealEvidence};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Say who keeps what the file is of, and where.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/custody", request_body = PassCustody,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn pass_evidence_custody(
    state: ApiState,
    asked: Change<PassCustody>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let sent = asked.body;
    let passed = CustodyPassed {
        to: sent.to,
        place: sent.place,
        at: sent.at,
        reason: sent.reason,
    };
    let done = state.app().pass_custody(&asked.context, id, passed).await?;
    Ok(changed(&done, &path(id)))
}

/// Seal it: from now on it takes two to open it.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/seal", request_body = SealEvidence,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn seal_evidence(
    state: ApiState,
    asked: Change<SealEvidence>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let done = state
        .app()
        .seal_evidence(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say that it was handed over: to the police, a court, its owner.
#[utoipa::path(post, path = "/v1/evidence/{evidence}/handover", request_body = HandOver,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn hand_over_evidence(
    state: ApiState,
    asked: Change<HandOver>,
    Id(id): Id<EvidenceId>,
) -> Answer {
    let sent = asked.body;
    let handed = HandedOver {
        to: sent.to,
        reference: sent.reference,
        at: sent.at,
        reason: sent.reason,
    };
    let done = state
        .app()
        .hand_over_evidence(&asked.context, id, handed)
        .await?;
    Ok(changed(&done, &path(id)))
}
