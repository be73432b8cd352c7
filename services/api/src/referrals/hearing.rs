//! POST /v1/referrals/{referral}/acknowledgement, …/chases, …/answers, …/disputes

use lanyard_app::Answered;
use lanyard_events::ReferralId;
use lanyard_http::Recorded;
use lanyard_http::referral::{AcknowledgeReferral, AnswerReferral, ChaseReferral, DisputeReferral};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Say that the desk confirmed that it has it.
#[utoipa::path(post, path = "/v1/referrals/{referral}/acknowledgement",
    request_body = AcknowledgeReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn acknowledge_referral(
    state: ApiState,
    asked: Change<AcknowledgeReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let AcknowledgeReferral {
        at,
        by,
        their_reference,
    } = asked.body;
    let done = state
        .app()
        .acknowledge_referral(&asked.context, id, at, by, their_reference)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say that the desk was asked again.
#[utoipa::path(post, path = "/v1/referrals/{referral}/chases", request_body = ChaseReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn chase_referral(
    state: ApiState,
    asked: Change<ChaseReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let ChaseReferral { how, text } = asked.body;
    let done = state
        .app()
        .chase_referral(&asked.context, id, how, text)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say what the desk answered.
#[utoipa::path(post, path = "/v1/referrals/{referral}/answers", request_body = AnswerReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn answer_referral(
    state: ApiState,
    asked: Change<AnswerReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let answer = asked.body;
    let answered = Answered {
        outcome: answer.outcome,
        text: answer.text,
        at: answer.at,
        their_reference: answer.their_reference,
    };
    let done = state
        .app()
        .answer_referral(&asked.context, id, answered)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say that the trust does not agree with the desk, and to whom it was taken.
#[utoipa::path(post, path = "/v1/referrals/{referral}/disputes", request_body = DisputeReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn dispute_referral(
    state: ApiState,
    asked: Change<DisputeReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let DisputeReferral { reason, taken_to } = asked.body;
    let done = state
        .app()
        .dispute_referral(&asked.context, id, reason, taken_to)
        .await?;
    Ok(changed(&done, &path(id)))
}
