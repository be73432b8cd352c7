//! Reviewing somebody's having broken the glass: never by themself (domain.md 1 rule 2).

use lanyard_events::grant::{GrantEvent, GrantReviewed};

use crate::grant::command::Review;
use crate::grant::state::State;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::grant) fn decide(state: &State, review: Review) -> Result<Vec<GrantEvent>, Refusal> {
    let leave = state.needs_leave()?;
    if !leave.by_glass {
        return Err(Refusal::new(
            Code::GlassNotBroken,
            "This grant was given by one of the case's readers: there is nothing to review.",
        ));
    }
    text::check("/text", &review.text)?;
    if leave.to == review.by {
        return Err(Refusal::new(
            Code::OwnGlass,
            "Whoever broke the glass does not review it.",
        ));
    }
    let reviewed = GrantReviewed {
        finding: review.finding,
        text: review.text,
    };
    match &leave.reviewed {
        None => Ok(vec![reviewed.into()]),
        Some(before) if *before == reviewed => Ok(Vec::new()),
        Some(_) => Err(Refusal::new(
            Code::GlassReviewed,
            "It was reviewed already, with another finding.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::grant::GlassFinding;

    use super::*;
    use crate::case::samples::staff_id;
    use crate::grant::Grant;
    use crate::grant::samples::{BREAKER, ended, given_leave, glass_broken, review, reviewed};
    use crate::scenario::{given, words};

    #[test]
    fn somebody_else_says_once_what_they_think_of_it_also_after_it_ended() {
        for history in [vec![glass_broken()], vec![glass_broken(), ended()]] {
            given::<Grant>(history)
                .when(review())
                .then([reviewed()])
                .when(review())
                .then_already_so();
        }
        let mut other = review();
        other.finding = GlassFinding::Misused;
        given::<Grant>([glass_broken(), reviewed()])
            .when(other)
            .then_refused(Code::GlassReviewed);
    }

    #[test]
    fn not_whoever_broke_it_nor_without_words_nor_of_what_was_given() {
        let mut own = review();
        own.by = staff_id(BREAKER);
        given::<Grant>([glass_broken()])
            .when(own)
            .then_refused(Code::OwnGlass);
        let mut wordless = review();
        wordless.text = words(" ");
        given::<Grant>([glass_broken()])
            .when(wordless)
            .then_refused(Code::TextBlank);
        given::<Grant>([given_leave()])
            .when(review())
            .then_refused(Code::GlassNotBroken);
    }
}
