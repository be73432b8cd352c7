//! `case.parents_contacted`: version 2 names one of the child's recorded contacts; version 1 had words
//! only. Version 3 says whether a desk was asked first (R9).

use super::Step;

/// A contact of version 1 names nobody on the register.
pub(super) const FROM_1: Step = Step {
    event_type: "case.parents_contacted",
    from: 1,
    fields: &["pupil", "contact", "how", "summary"],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.insert(1, b"null".to_vec());
        raised
    },
};

/// Of a contact of version 2 it is not known whether a desk was asked.
pub(super) const FROM_2: Step = Step {
    event_type: "case.parents_contacted",
    from: 2,
    fields: &["pupil", "person", "contact", "how", "summary"],
    raise: |values| {
        let mut raised = values.to_vec();
        raised.push(b"null".to_vec());
        raised
    },
};
