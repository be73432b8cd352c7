//! `case.note_added`: version 2 says what a note is about; version 1 held the text only.

use super::Step;

/// A note of version 1 is a plain note of work.
pub(super) const FROM_1: Step = Step {
    event_type: "case.note_added",
    from: 1,
    fields: &["text"],
    raise: |values| {
        let mut raised = vec![b"\"note\"".to_vec()];
        raised.extend_from_slice(values);
        raised
    },
};
