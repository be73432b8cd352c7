//! Asking an unconflicted senior to confirm or lift a marked conflict (domain.md 1 rule 1).

use lanyard_events::conflict::{ConflictEvent, ConflictReviewAsked};

use crate::conflict::command::AskReview;
use crate::conflict::state::{MatterStanding, State};

/// Once for each time that a matter is marked; what was decided already needs nobody any more.
pub(in crate::conflict) fn decide(state: &State, ask: AskReview) -> Vec<ConflictEvent> {
    let asked = { state.exclusions() }.is_some_and(|it| it.reviews.contains(&ask.matter));
    if asked || state.standing(&ask.matter) != Some(MatterStanding::Marked) {
        return Vec::new();
    }
    let asked = ConflictReviewAsked {
        matter: ask.matter,
        owner: ask.owner,
        due: ask.due,
        had_in_hand: ask.had_in_hand,
    };
    vec![asked.into()]
}

#[cfg(test)]
mod tests {
    use crate::conflict::Conflict;
    use crate::conflict::samples::{ask_review, confirmed, lifted, marked, review_asked};
    use crate::scenario::given;

    #[test]
    fn somebody_is_asked_once_each_time_that_a_matter_is_marked() {
        given::<Conflict>([marked()])
            .when(ask_review())
            .then([review_asked()])
            .when(ask_review())
            .then_already_so();
        given::<Conflict>([marked(), review_asked(), lifted(), marked()])
            .when(ask_review())
            .then([review_asked()]);
    }

    #[test]
    fn nobody_is_asked_about_what_was_decided_or_never_marked() {
        for history in [
            vec![],
            vec![marked(), confirmed()],
            vec![marked(), lifted()],
        ] {
            given::<Conflict>(history)
                .when(ask_review())
                .then_already_so();
        }
    }
}
