//! `pupil.file_received`: version 2 names the file, which is kept apart; version 1 held it whole.

use super::Step;

/// The file of version 1 stays where it is, and none is kept.
pub(super) const FROM_1: Step = Step {
    event_type: "pupil.file_received",
    from: 1,
    fields: &[
        "digest",
        "school",
        "handed_over_by",
        "received_at",
        "made_at",
        "covers_from",
        "covers_to",
        "chronology",
        "file",
    ],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.push(b"null".to_vec());
        raised
    },
};
