//! What links people to a matter: since version 2 each may bear a word of the trust's own beside the part that it
//! stands for. The people of version 1 bear none, and are kept as they were.

use super::{Step, sub_risks};

/// `concern.raised`, which names sub-risks of the four Cs since version 2.
pub(super) const CONCERN_RAISED: Step = Step {
    event_type: "concern.raised",
    from: 1,
    fields: &[
        "about_adult",
        "routed_to",
        "category",
        "people",
        "place",
        "when_text",
        "account",
        "childs_words",
        "body_map",
        "action_taken",
        "danger_now",
        "reporter",
        "late_entry",
        "due",
        "reference",
        "external_reference",
    ],
    raise: sub_risks::none,
};

/// `case.opened`.
pub(super) const CASE_OPENED: Step = Step {
    event_type: "case.opened",
    from: 1,
    fields: &[
        "concern",
        "category",
        "people",
        "routed_to",
        "owner",
        "reason",
        "reference",
    ],
    raise: <[Vec<u8>]>::to_vec,
};

/// `case.concern_added`.
pub(super) const CASE_CONCERN_ADDED: Step = Step {
    event_type: "case.concern_added",
    from: 1,
    fields: &["concern", "people"],
    raise: <[Vec<u8>]>::to_vec,
};

/// `case.person_linked`.
pub(super) const CASE_PERSON_LINKED: Step = Step {
    event_type: "case.person_linked",
    from: 1,
    fields: &["person", "reason"],
    raise: <[Vec<u8>]>::to_vec,
};

/// `allegation.opened`.
pub(super) const ALLEGATION_OPENED: Step = Step {
    event_type: "allegation.opened",
    from: 1,
    fields: &[
        "concern",
        "category",
        "people",
        "routed_to",
        "owner",
        "reason",
        "reference",
    ],
    raise: <[Vec<u8>]>::to_vec,
};

/// `allegation.concern_added`.
pub(super) const ALLEGATION_CONCERN_ADDED: Step = Step {
    event_type: "allegation.concern_added",
    from: 1,
    fields: &["concern", "people"],
    raise: <[Vec<u8>]>::to_vec,
};

/// `allegation.person_linked`.
pub(super) const ALLEGATION_PERSON_LINKED: Step = Step {
    event_type: "allegation.person_linked",
    from: 1,
    fields: &["person", "reason"],
    raise: <[Vec<u8>]>::to_vec,
};
