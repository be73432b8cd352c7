//! `staff.role_proposed`: version 2 says until when the role is to be held; before that none had an end.

use super::Step;

/// A role of version 1 has no end.
pub(super) const FROM_1: Step = Step {
    event_type: "staff.role_proposed",
    from: 1,
    fields: &["proposal", "role", "academy", "reason"],
    raise: |values| {
        let mut raised = values.to_vec();
        let place = raised.len().min(3);
        raised.insert(place, b"null".to_vec());
        raised
    },
};
