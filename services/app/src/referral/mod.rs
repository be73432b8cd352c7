//! Referrals: the queues, what is filled in from the record, what people did with the desks.

mod filling;
mod need;
mod once;
mod read;
mod work;

pub use filling::FilledForm;
pub use need::NeedReferral;
pub(crate) use once::{Standing, stream_of_decision, stream_of_matter};
pub use read::ReferralQuery;
pub use work::{Answered, Submitted as ReferralSubmitted};

use lanyard_access::Action;

use crate::address::Asked;

/// The actions that decide about a referral's address when `wanted` is to be done.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadReferral,
        status: Action::ReadReferral,
    }
}
