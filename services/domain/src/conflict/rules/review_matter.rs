//! Looking again at a conflict that was confirmed, or that came with another: every 90 days, by another,
//! unconflicted senior (domain.md 1 rule 2).

use lanyard_events::conflict::{ConflictEvent, ConflictMatterReviewed};

use super::another_senior;
use crate::conflict::command::ReviewMatter;
use crate::conflict::state::{MatterStanding, State};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::conflict) fn decide(
    state: &State,
    review: ReviewMatter,
) -> Result<Vec<ConflictEvent>, Refusal> {
    another_senior(review.owner, &review.by)?;
    text::check("/reason", &review.reason)?;
    match state.standing(&review.matter) {
        Some(MatterStanding::Followed | MatterStanding::Confirmed) => {
            let reviewed = ConflictMatterReviewed {
                matter: review.matter,
                reason: review.reason,
            };
            Ok(vec![reviewed.into()])
        }
        Some(MatterStanding::Marked) => Err(Refusal::new(
            Code::ConflictNotConfirmed,
            "It was marked and not confirmed yet: confirm it or lift it.",
        )),
        Some(MatterStanding::Lifted) | None => Err(State::not_marked()),
    }
}

#[cfg(test)]
mod tests {
    use crate::conflict::Conflict;
    use crate::conflict::samples::{
        OWNER, confirmed, lifted, marked, review, review_planned, reviewed, senior,
    };
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn another_senior_looks_again_and_again() {
        given::<Conflict>([marked(), confirmed()])
            .when(review())
            .then([reviewed()])
            .when(review())
            .then([reviewed()]);
    }

    #[test]
    fn what_was_closed_with_another_matter_is_looked_at_without_being_confirmed() {
        given::<Conflict>([marked(), review_planned()])
            .when(review())
            .then([reviewed()]);
    }

    #[test]
    fn what_is_not_confirmed_is_not_reviewed() {
        given::<Conflict>([marked()])
            .when(review())
            .then_refused(Code::ConflictNotConfirmed);
        for history in [vec![], vec![marked(), confirmed(), lifted()]] {
            given::<Conflict>(history)
                .when(review())
                .then_refused(Code::NoSuchConflict);
        }
    }

    #[test]
    fn it_takes_a_reason_and_another_unconflicted_senior() {
        let refused = |change: &dyn Fn(&mut crate::conflict::ReviewMatter), code| {
            let mut wrong = review();
            change(&mut wrong);
            given::<Conflict>([marked(), confirmed()])
                .when(wrong)
                .then_refused(code);
        };
        refused(&|it| it.reason = words(" "), Code::TextBlank);
        refused(&|it| it.by = senior(OWNER), Code::OwnConflict);
        refused(&|it| it.by.is_conflicted = true, Code::Conflicted);
        refused(&|it| it.by.is_senior_here = false, Code::NotASenior);
    }
}
