//! Referrals and the desks that they go to.

mod desk;
mod sent;
mod shown;

pub use desk::{DeskListed, DeskShown, FormField};
pub use sent::{
    AcknowledgeReferral, AnswerReferral, CallOffReferral, ChaseReferral, CloseReferral,
    DisputeReferral, DraftReferral, GiveReferral, ListReferrals, NeedReferral,
    PutReferralInWriting, SubmitReferral,
};
pub use shown::{
    ReferralDetail, ReferralForm, ReferralFormField, ReferralNext, ReferralRecorded, ReferralState,
    ReferralSummary,
};
