//! Entries: every event of a concern or case as it was said, and the threads they stand in.
//! Timeline, concern page and search read them.

mod apply;

pub(crate) use apply::{
    apply_allegation, apply_case, apply_case_links, apply_concern, apply_erased, apply_evidence,
    apply_referral, apply_register,
};
