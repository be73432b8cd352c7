//! POST /v1/referrals/{referral}/owner and …/close

use lanyard_events::ReferralId;
use lanyard_http::Recorded;
use lanyard_http::referral::{CloseReferral, GiveReferral};

use super::path;
use crate::answers::{Answer, changed};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Give a referral to somebody else.
#[utoipa::path(post, path = "/v1/referrals/{referral}/owner", request_body = GiveReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn give_referral(
    state: ApiState,
    asked: Change<GiveReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let GiveReferral { owner, reason } = asked.body;
    let done = state
        .app()
        .give_referral(&asked.context, id, owner, reason)
        .await?;
    Ok(changed(&done, &path(id)))
}

/// Close a referral: nothing is left to do with it.
#[utoipa::path(post, path = "/v1/referrals/{referral}/close", request_body = CloseReferral,
    responses((status = 201, description = "Recorded.", body = Recorded)))]
pub(crate) async fn close_referral(
    state: ApiState,
    asked: Change<CloseReferral>,
    Id(id): Id<ReferralId>,
) -> Answer {
    let done = state
        .app()
        .close_referral(&asked.context, id, asked.body.reason)
        .await?;
    Ok(changed(&done, &path(id)))
}
