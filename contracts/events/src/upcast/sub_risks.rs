//! Which sub-risks of the four Cs somebody sees in a concern: `concern.triaged` says so since version 2, and so does
//! `concern.raised` (`linked_people.rs`). Before that nobody was asked, so there are none.

use super::Step;

/// `concern.triaged`.
pub(super) const CONCERN_TRIAGED: Step = Step {
    event_type: "concern.triaged",
    from: 1,
    fields: &["decision", "reason"],
    raise: none,
};

/// None behind the fields that there were.
pub(super) fn none(values: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut raised = values.to_vec();
    raised.push(b"[]".to_vec());
    raised
}
