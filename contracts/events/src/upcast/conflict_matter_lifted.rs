//! `conflict.matter_lifted`: version 2 names who agreed; version 1 was lifted by its actor alone.

use super::Step;

/// A lifting of version 1 had no second person.
pub(super) const FROM_1: Step = Step {
    event_type: "conflict.matter_lifted",
    from: 1,
    fields: &["matter", "reason"],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.insert(1, b"null".to_vec());
        raised
    },
};
