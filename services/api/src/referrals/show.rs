//! GET /v1/referrals/{referral}

use lanyard_events::ReferralId;
use lanyard_http::referral::ReferralDetail;

use super::shown;
use crate::answers::Answer;
use crate::asked::{Id, Look};
use crate::state::ApiState;

/// Show a referral: how far it has come, what comes next, what was said and heard.
#[utoipa::path(get, path = "/v1/referrals/{referral}",
    responses((status = 200, description = "The referral.", body = ReferralDetail)))]
pub(crate) async fn show_referral(state: ApiState, look: Look, Id(id): Id<ReferralId>) -> Answer {
    let page = state.app().referral(&look.context, id).await?;
    let revision = page.row.revision;
    Ok(state.shown_at(revision, &shown::detail(page, state.app().time())))
}
