//! POST /v1/cases/{case}/referrals

use lanyard_app::NeedReferral as Need;
use lanyard_events::CaseId;
use lanyard_http::referral::{NeedReferral, ReferralRecorded};

use crate::answers::{Answer, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Put a desk's referral into its queue. A desk that never acts on such matters is refused, and the
/// right ones are named (R8).
#[utoipa::path(post, path = "/v1/cases/{case}/referrals", request_body = NeedReferral,
    responses((status = 201, description = "Recorded.", body = ReferralRecorded)))]
pub(crate) async fn need_referral(
    state: ApiState,
    asked: Change<NeedReferral>,
    Id(case): Id<CaseId>,
) -> Answer {
    let NeedReferral { agency, reason } = asked.body;
    let need = Need {
        matter: case.stream(),
        agency,
        reason,
    };
    let (done, id) = state.app().need_referral(&asked.context, need).await?;
    let body = ReferralRecorded {
        id,
        matter: case.stream(),
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &crate::referrals::path(id), &body))
}
