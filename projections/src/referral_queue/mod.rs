//! Referrals as queues, each desk's by itself or all together: what comes next, the most pressing
//! first.

mod apply;
mod of_matter;
mod query;

pub(crate) use apply::apply;
pub use of_matter::referrals_of_matter;
pub use query::{
    ReferralFilter, ReferralNext, ReferralPage, ReferralRow, ReferralStage, in_hand, referral_page,
    referrals, told_of,
};
