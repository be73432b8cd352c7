//! Planning that somebody looks again at what was closed with another matter (domain.md 1 rule 2). Nobody
//! marked it, so nobody is asked to confirm it: it is a restriction from the start.

use lanyard_events::conflict::{ConflictEvent, ConflictReviewPlanned};

use crate::conflict::command::PlanReview;
use crate::conflict::state::{MatterStanding, State};

/// Once for each time that a matter is closed; what somebody was asked to confirm is reviewed after that.
pub(in crate::conflict) fn decide(state: &State, plan: PlanReview) -> Vec<ConflictEvent> {
    let asked = { state.exclusions() }.is_some_and(|it| it.reviews.contains(&plan.matter));
    if asked || state.standing(&plan.matter) != Some(MatterStanding::Marked) {
        return Vec::new();
    }
    let planned = ConflictReviewPlanned {
        matter: plan.matter,
        owner: plan.owner,
        due: plan.due,
    };
    vec![planned.into()]
}

#[cfg(test)]
mod tests {
    use crate::conflict::Conflict;
    use crate::conflict::samples::{
        ask_review, confirm, confirmed, lift, lifted, marked, plan_review, review_asked,
        review_planned,
    };
    use crate::refusal::Code;
    use crate::scenario::given;

    #[test]
    fn it_is_planned_once_each_time_that_a_matter_is_closed() {
        given::<Conflict>([marked()])
            .when(plan_review())
            .then([review_planned()])
            .when(plan_review())
            .then_already_so();
        given::<Conflict>([marked(), review_planned(), lifted(), marked()])
            .when(plan_review())
            .then([review_planned()]);
    }

    #[test]
    fn nothing_is_planned_of_what_waits_to_be_confirmed_or_was_decided() {
        for history in [
            vec![],
            vec![marked(), review_asked()],
            vec![marked(), confirmed()],
            vec![marked(), lifted()],
        ] {
            given::<Conflict>(history)
                .when(plan_review())
                .then_already_so();
        }
    }

    #[test]
    fn nobody_is_asked_to_confirm_it_and_whoever_does_is_heard() {
        given::<Conflict>([marked(), review_planned()])
            .when(ask_review())
            .then_already_so();
        given::<Conflict>([marked(), review_planned()])
            .when(confirm())
            .then([confirmed()]);
    }

    #[test]
    fn lifting_it_takes_two() {
        let mut alone = lift();
        alone.second = None;
        given::<Conflict>([marked(), review_planned()])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
        given::<Conflict>([marked(), review_planned()])
            .when(lift())
            .then([lifted()]);
    }
}
