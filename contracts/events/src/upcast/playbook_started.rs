//! `case.playbook_started` and `allegation.playbook_started`: since version 2 a step names those whose answers
//! its own "yes" hangs on; the steps of version 1 named none, and are kept as they were. Version 3 says when it was
//! known of what the playbook is for, and which steps count from then (R3, R5, R10).

use super::Step;

const FIELDS: &[&str] = &[
    "playbook", "edition", "title", "not_with", "steps", "from", "reason", "moves",
];

/// A step of version 1 hangs on the answers of no other.
pub(super) const OF_CASE_FROM_1: Step = Step {
    event_type: "case.playbook_started",
    from: 1,
    fields: FIELDS,
    raise: <[Vec<u8>]>::to_vec,
};

/// The same in an adult's matter.
pub(super) const OF_ALLEGATION_FROM_1: Step = Step {
    event_type: "allegation.playbook_started",
    from: 1,
    fields: FIELDS,
    raise: <[Vec<u8>]>::to_vec,
};

/// No step of version 2 counts from when it was known, which it does not say.
pub(super) const OF_CASE_FROM_2: Step = Step {
    event_type: "case.playbook_started",
    from: 2,
    fields: FIELDS,
    raise: not_said,
};

/// The same in an adult's matter.
pub(super) const OF_ALLEGATION_FROM_2: Step = Step {
    event_type: "allegation.playbook_started",
    from: 2,
    fields: FIELDS,
    raise: not_said,
};

fn not_said(values: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut raised = values.to_vec();
    raised.push(b"null".to_vec());
    raised
}
