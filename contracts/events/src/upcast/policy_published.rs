//! `policy.published`: version 2 says which edition the release brought then; version 1 did not.

use super::Step;

/// Version 1 was written beside the first editions only.
pub(super) const FROM_1: Step = Step {
    event_type: "policy.published",
    from: 1,
    fields: &[
        "proposal",
        "document",
        "edition",
        "text",
        "proposed_by",
        "published_by",
    ],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.push(b"null".to_vec());
        raised
    },
};
