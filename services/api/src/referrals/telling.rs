//! POST /v1/referrals/{referral}/submission, …/writing, …/not-made

use lanyard_app::ReferralSubmitted;
use lanyard_events::ReferralId;
use lanyard_http::Recorded;
use lanyard_http::referral::{CallOffReferral, PutReferralInWriting, SubmitReferral};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Say that the desk was told. Required fields that are missing refuse it with their list, unless it
/// was by telephone or you say why it went without.
#[utoipa::path(post, path = "/v1/referrals/{referral}/submission", request_body = SubmitReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn submit_referral(
    state: ApiState,
    asked: Change<SubmitReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let told = asked.body;
    let submitted = ReferralSubmitted {
        how: told.how,
        at: told.at,
        spoken_to: told.spoken_to,
        their_reference: told.their_reference,
        missing_reason: told.missing_reason,
    };
    let done = state
        .app()
        .submit_referral(&asked.context, id, submitted)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say that what was told by telephone followed in writing (R4).
#[utoipa::path(post, path = "/v1/referrals/{referral}/writing", request_body = PutReferralInWriting,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn put_referral_in_writing(
    state: ApiState,
    asked: Change<PutReferralInWriting>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let PutReferralInWriting { how, at } = asked.body;
    let done = state
        .app()
        .put_referral_in_writing(&asked.context, id, how, at)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Say that the desk is not told after all, and why. The police and CEOP take two people (R7, R8).
#[utoipa::path(post, path = "/v1/referrals/{referral}/not-made", request_body = CallOffReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn call_off_referral(
    state: ApiState,
    asked: Change<CallOffReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let CallOffReferral { reason, second } = asked.body;
    let done = state
        .app()
        .call_off_referral(&asked.context, id, reason, second)
        .await?;
    Ok(changed(&done, &path(id)))
}
