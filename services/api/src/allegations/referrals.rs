//! POST /v1/allegations/{allegation}/referrals

use lanyard_app::NeedReferral as Need;
use lanyard_events::AllegationId;
use lanyard_http::referral::{NeedReferral, ReferralRecorded};

use crate::answers::{Answer, receipt_path, recorded};
use crate::asked::{Change, Id};
use crate::state::ApiState;

/// Put a desk's referral into its queue out of a matter about an adult. The LADO's clock runs from the
/// raising of the concern (R3).
#[utoipa::path(post, path = "/v1/allegations/{allegation}/referrals", request_body = NeedReferral,
    responses((status = 201, description = "Recorded.", body = ReferralRecorded)))]
pub(crate) async fn need_allegation_referral(
    state: ApiState,
    asked: Change<NeedReferral>,
    Id(allegation): Id<AllegationId>,
) -> Answer {
    let NeedReferral { agency, reason } = asked.body;
    let matter = allegation.stream();
    let need = Need {
        matter,
        agency,
        reason,
    };
    let (done, id) = state.app().need_referral(&asked.context, need).await?;
    let body = ReferralRecorded {
        id,
        matter,
        revision: done.revision.0,
        receipt: done.event.map(receipt_path),
    };
    Ok(recorded(&done, &crate::referrals::path(id), &body))
}
