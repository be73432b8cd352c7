//! `referral.disputed`: since version 2 it says when it is asked what came of it; what was due before version 2 stays
//! as it was.

use super::Step;

/// Version 1 set no time.
pub(super) const FROM_1: Step = Step {
    event_type: "referral.disputed",
    from: 1,
    fields: &["reason", "taken_to"],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.push(b"null".to_vec());
        raised
    },
};
